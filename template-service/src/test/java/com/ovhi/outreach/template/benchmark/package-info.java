/** Measurements; run by {@code deploy/load/template-benchmark}. */
@NullMarked
package com.ovhi.outreach.template.benchmark;

import org.jspecify.annotations.NullMarked;
