@NullMarked
package com.ovhi.outreach.orchestrator.tracking;

import org.jspecify.annotations.NullMarked;
