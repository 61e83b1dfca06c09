/** Tests. */
@NullMarked
package com.ovhi.outreach.optimizer.evaluation;

import org.jspecify.annotations.NullMarked;
