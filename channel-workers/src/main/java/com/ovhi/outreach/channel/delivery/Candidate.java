package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.permission.Permission;
import com.ovhi.outreach.common.contract.DispatchOrdered;

/** What the gate judges: an order, the hash of the address it would go to, and what the patient allows. */
record Candidate(DispatchOrdered order, String addressHash, Permission permission) {

    boolean marketing() {
        return order.marketing() || order.purpose().marketing();
    }
}
