/** How good a model is, before anybody relies on it. */
@NullMarked
package com.ovhi.outreach.optimizer.evaluation;

import org.jspecify.annotations.NullMarked;
