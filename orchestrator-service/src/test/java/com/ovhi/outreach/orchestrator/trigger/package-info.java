@NullMarked
package com.ovhi.outreach.orchestrator.trigger;

import org.jspecify.annotations.NullMarked;
