/** Counts milestones, each once, and answers questions about the counts. */
@NullMarked
package com.ovhi.outreach.analytics.statistics;

import org.jspecify.annotations.NullMarked;
