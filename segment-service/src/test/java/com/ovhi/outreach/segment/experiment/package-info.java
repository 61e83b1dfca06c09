/** Tests. */
@NullMarked
package com.ovhi.outreach.segment.experiment;

import org.jspecify.annotations.NullMarked;
