/** Tests. */
@NullMarked
package com.ovhi.outreach.segment.campaign;

import org.jspecify.annotations.NullMarked;
