/** Finds out what became of attempts whose outcome is not known. */
@NullMarked
package com.ovhi.outreach.channel.reconciliation;

import org.jspecify.annotations.NullMarked;
