/** What a delivery report means for the queue: another try, or the end. */
@NullMarked
package com.ovhi.outreach.scheduler.retry;

import org.jspecify.annotations.NullMarked;
