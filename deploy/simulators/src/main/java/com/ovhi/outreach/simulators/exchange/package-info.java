/** The way of one API call through a simulated provider. */
@NullMarked
package com.ovhi.outreach.simulators.exchange;

import org.jspecify.annotations.NullMarked;
