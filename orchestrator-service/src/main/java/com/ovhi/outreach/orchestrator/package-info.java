/** Turns requests and OVHI events into communication jobs and follows them to their end. */
@NullMarked
package com.ovhi.outreach.orchestrator;

import org.jspecify.annotations.NullMarked;
