/** Experiments: who gets which variant, and who has met it. Knows no campaigns. */
@NullMarked
package com.ovhi.outreach.segment.experiment;

import org.jspecify.annotations.NullMarked;
