package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.contract.DispatchOrdered;

/** An order that does not become an attempt, and why. */
public record Refusal(DispatchOrdered order, NotSent reason) {}
