/** Compares what the suite says with what the providers saw. */
@NullMarked
package com.ovhi.outreach.local.check;

import org.jspecify.annotations.NullMarked;
