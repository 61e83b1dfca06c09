/** From a request to a job: the schedule call and the requests of other services. */
@NullMarked
package com.ovhi.outreach.orchestrator.scheduling;

import org.jspecify.annotations.NullMarked;
