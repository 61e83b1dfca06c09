/** Jobs that ran out of attempts, for review by ops. */
@NullMarked
package com.ovhi.outreach.scheduler.deadletter;

import org.jspecify.annotations.NullMarked;
