/** What is known of each job, each fact once, and the counts that follow from it. */
@NullMarked
package com.ovhi.outreach.analytics.fact;

import org.jspecify.annotations.NullMarked;
