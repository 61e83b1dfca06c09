@NullMarked
package com.ovhi.outreach.orchestrator.campaign;

import org.jspecify.annotations.NullMarked;
