/** Why a request became a job or did not. */
@NullMarked
package com.ovhi.outreach.orchestrator.decision;

import org.jspecify.annotations.NullMarked;
