/** Everything that waits, waits here. */
@NullMarked
package com.ovhi.outreach.scheduler;

import org.jspecify.annotations.NullMarked;
