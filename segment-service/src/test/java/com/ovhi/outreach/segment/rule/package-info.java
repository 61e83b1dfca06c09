/** Tests. */
@NullMarked
package com.ovhi.outreach.segment.rule;

import org.jspecify.annotations.NullMarked;
