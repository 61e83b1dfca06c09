@NullMarked
package com.ovhi.outreach.orchestrator.deadletter;

import org.jspecify.annotations.NullMarked;
