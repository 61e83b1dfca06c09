/** Tests. */
@NullMarked
package com.ovhi.outreach.optimizer.risk;

import org.jspecify.annotations.NullMarked;
