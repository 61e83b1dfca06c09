/** Load tools: they measure a running suite from outside, against the simulators' own clock readings. */
@NullMarked
package com.ovhi.outreach.local.load;

import org.jspecify.annotations.NullMarked;
