@NullMarked
package com.ovhi.outreach.orchestrator.settings;

import org.jspecify.annotations.NullMarked;
