/** Tests. */
@NullMarked
package com.ovhi.outreach.segment;

import org.jspecify.annotations.NullMarked;
