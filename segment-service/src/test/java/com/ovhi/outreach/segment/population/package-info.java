/** Tests. */
@NullMarked
package com.ovhi.outreach.segment.population;

import org.jspecify.annotations.NullMarked;
