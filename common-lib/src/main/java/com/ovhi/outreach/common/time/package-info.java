/** The one clock. */
@NullMarked
package com.ovhi.outreach.common.time;

import org.jspecify.annotations.NullMarked;
