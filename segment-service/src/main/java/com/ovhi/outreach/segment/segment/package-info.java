/** Segments and their members. */
@NullMarked
package com.ovhi.outreach.segment.segment;

import org.jspecify.annotations.NullMarked;
