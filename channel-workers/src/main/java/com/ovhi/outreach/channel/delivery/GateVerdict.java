package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.intent.SendIntent;

/** What the gate says to an order. */
sealed interface GateVerdict {

    /** The intent is committed; the provider may be called. */
    record Passed(SendIntent intent) implements GateVerdict {}

    /** Reported as not sent. */
    record Refused(NotSent reason) implements GateVerdict {}

    /** This attempt was opened before; nothing is to be done. */
    record Repeated() implements GateVerdict {}
}
