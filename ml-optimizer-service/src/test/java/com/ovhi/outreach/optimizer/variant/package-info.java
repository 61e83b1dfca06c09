/** Tests. */
@NullMarked
package com.ovhi.outreach.optimizer.variant;

import org.jspecify.annotations.NullMarked;
