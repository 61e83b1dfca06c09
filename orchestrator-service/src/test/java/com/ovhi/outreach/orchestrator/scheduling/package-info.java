@NullMarked
package com.ovhi.outreach.orchestrator.scheduling;

import org.jspecify.annotations.NullMarked;
