package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import java.util.List;
import java.util.function.Supplier;

/** The way messages take. */
sealed interface Route {

    /** An account that may be called so often; each leave is to be used or given back. */
    record Open(List<Leave> leaves) implements Route {}

    /** No account may be called now: parked, each with another time to come back. */
    record Closed(Supplier<NotSent> reasons) implements Route {}
}
