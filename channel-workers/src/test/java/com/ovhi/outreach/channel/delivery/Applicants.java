package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.common.contract.DispatchOrdered;

/** Orders as the gate sees them. */
final class Applicants {

    private Applicants() {}

    static Applicant of(Orders orders, DispatchOrdered order) {
        return new Applicant(
                order,
                new OutboundMessage(
                        order.jobId(),
                        order.attempt(),
                        order.patientId(),
                        order.organizationId(),
                        orders.hash(order.patientId(), order.channel()),
                        order.deadline(),
                        order.marketing(),
                        orders.content(order.patientId(), order.channel(), order.jobId())));
    }
}
