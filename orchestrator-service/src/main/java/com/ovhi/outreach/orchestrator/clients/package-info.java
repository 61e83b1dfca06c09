/** The services that are asked before a decision. */
@NullMarked
package com.ovhi.outreach.orchestrator.clients;

import org.jspecify.annotations.NullMarked;
