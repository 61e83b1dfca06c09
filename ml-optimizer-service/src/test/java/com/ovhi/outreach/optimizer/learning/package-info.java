/** Tests. */
@NullMarked
package com.ovhi.outreach.optimizer.learning;

import org.jspecify.annotations.NullMarked;
