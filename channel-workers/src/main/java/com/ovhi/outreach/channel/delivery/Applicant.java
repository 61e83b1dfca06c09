package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.common.contract.DispatchOrdered;

/** An order that can be read, and the message it asks to send. */
record Applicant(DispatchOrdered order, OutboundMessage message) {}
