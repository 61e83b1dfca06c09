/** What a paused campaign has asked for and nobody should be sent. */
@NullMarked
package com.ovhi.outreach.orchestrator.campaign;

import org.jspecify.annotations.NullMarked;
