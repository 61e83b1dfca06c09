/** Choosing the channel: small rules, each with a reason. */
@NullMarked
package com.ovhi.outreach.orchestrator.channel;

import org.jspecify.annotations.NullMarked;
