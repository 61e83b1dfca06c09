@NullMarked
package com.ovhi.outreach.orchestrator;

import org.jspecify.annotations.NullMarked;
