/** The hours and closed days of organisations. */
@NullMarked
package com.ovhi.outreach.scheduler.calendar;

import org.jspecify.annotations.NullMarked;
