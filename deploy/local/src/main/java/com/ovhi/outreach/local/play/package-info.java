/** Plays the sample feed into the running suite. */
@NullMarked
package com.ovhi.outreach.local.play;

import org.jspecify.annotations.NullMarked;
