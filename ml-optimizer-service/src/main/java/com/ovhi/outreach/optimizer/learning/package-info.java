/** The mathematics the models share. No Spring, no clock, no chance of its own. */
@NullMarked
package com.ovhi.outreach.optimizer.learning;

import org.jspecify.annotations.NullMarked;
