@NullMarked
package com.ovhi.outreach.orchestrator.job;

import org.jspecify.annotations.NullMarked;
