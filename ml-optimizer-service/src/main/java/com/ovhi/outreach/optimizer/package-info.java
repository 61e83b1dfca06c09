/** Learns from sends and answers how patients are best reached. */
@NullMarked
package com.ovhi.outreach.optimizer;

import org.jspecify.annotations.NullMarked;
