/** The due-queue: every job that waits, with its due time. */
@NullMarked
package com.ovhi.outreach.scheduler.queue;

import org.jspecify.annotations.NullMarked;
