/** Communication jobs: their life, looking them up, cancelling them. */
@NullMarked
package com.ovhi.outreach.orchestrator.job;

import org.jspecify.annotations.NullMarked;
