/** What counts of sends and answers tell. Pure functions. */
@NullMarked
package com.ovhi.outreach.optimizer.learning;

import org.jspecify.annotations.NullMarked;
