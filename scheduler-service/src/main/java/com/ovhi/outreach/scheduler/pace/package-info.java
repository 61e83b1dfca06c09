/** How fast campaigns leave, and how organisations share. */
@NullMarked
package com.ovhi.outreach.scheduler.pace;

import org.jspecify.annotations.NullMarked;
