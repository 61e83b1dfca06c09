/** Tests. */
@NullMarked
package com.ovhi.outreach.optimizer.engagement;

import org.jspecify.annotations.NullMarked;
