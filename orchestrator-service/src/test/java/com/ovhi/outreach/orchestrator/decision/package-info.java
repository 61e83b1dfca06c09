@NullMarked
package com.ovhi.outreach.orchestrator.decision;

import org.jspecify.annotations.NullMarked;
