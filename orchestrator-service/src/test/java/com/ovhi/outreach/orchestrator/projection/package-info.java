@NullMarked
package com.ovhi.outreach.orchestrator.projection;

import org.jspecify.annotations.NullMarked;
