/** Consuming an event once, however often it arrives. */
@NullMarked
package com.ovhi.outreach.common.inbox;

import org.jspecify.annotations.NullMarked;
