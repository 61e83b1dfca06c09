/** Looks at waiting jobs again when hours, zones or zone rules have changed. */
@NullMarked
package com.ovhi.outreach.scheduler.replan;

import org.jspecify.annotations.NullMarked;
