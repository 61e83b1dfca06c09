package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.permission.Permission;
import com.ovhi.outreach.common.contract.DispatchOrdered;

/**
 * What the gate judges.
 *
 * @param order whether it may be carried out
 * @param addressHash of the address it would go to
 * @param permission what the patient allows
 * @param withdrawn whether its job was called off
 */
record Candidate(DispatchOrdered order, String addressHash, Permission permission, boolean withdrawn) {

    boolean marketing() {
        return order.marketing() || order.purpose().marketing();
    }
}
