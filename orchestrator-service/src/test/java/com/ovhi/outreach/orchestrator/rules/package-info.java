@NullMarked
package com.ovhi.outreach.orchestrator.rules;

import org.jspecify.annotations.NullMarked;
