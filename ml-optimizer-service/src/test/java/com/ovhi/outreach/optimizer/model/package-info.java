/** Tests. */
@NullMarked
package com.ovhi.outreach.optimizer.model;

import org.jspecify.annotations.NullMarked;
