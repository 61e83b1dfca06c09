@NullMarked
package com.ovhi.outreach.orchestrator.waiting;

import org.jspecify.annotations.NullMarked;
