/** Tests. */
@NullMarked
package com.ovhi.outreach.optimizer.response;

import org.jspecify.annotations.NullMarked;
