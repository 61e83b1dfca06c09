@NullMarked
package com.ovhi.outreach.orchestrator.clients;

import org.jspecify.annotations.NullMarked;
