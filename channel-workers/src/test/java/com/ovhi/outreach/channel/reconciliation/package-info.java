/** Tests of the outcomes nobody knows. */
@NullMarked
package com.ovhi.outreach.channel.reconciliation;

import org.jspecify.annotations.NullMarked;
