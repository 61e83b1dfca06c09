/** Tests. */
@NullMarked
package com.ovhi.outreach.optimizer;

import org.jspecify.annotations.NullMarked;
