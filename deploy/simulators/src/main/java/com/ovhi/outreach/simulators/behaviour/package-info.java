/** How well or badly each provider behaves, adjustable while it runs. */
@NullMarked
package com.ovhi.outreach.simulators.behaviour;

import org.jspecify.annotations.NullMarked;
