@NullMarked
package com.ovhi.outreach.orchestrator.channel;

import org.jspecify.annotations.NullMarked;
