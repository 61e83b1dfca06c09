/** The plan call: when may this be sent? */
@NullMarked
package com.ovhi.outreach.scheduler.plan;

import org.jspecify.annotations.NullMarked;
