/** Which wording of an adaptive experiment gets how many messages. */
@NullMarked
package com.ovhi.outreach.optimizer.variant;

import org.jspecify.annotations.NullMarked;
