/** Tests. */
@NullMarked
package com.ovhi.outreach.channel.testsend;

import org.jspecify.annotations.NullMarked;
