package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.common.contract.ContactAllowance;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.MessageContent;

/** Orders as the gate sees them. */
final class Applicants {

    private Applicants() {}

    static Applicant of(Orders orders, DispatchOrdered order) {
        return of(order, orders, orders.content(order.patientId(), order.channel(), order.jobId()));
    }

    /** The same, counted among the contacts of its patient. */
    static Applicant of(Orders orders, DispatchOrdered order, ContactAllowance allowance) {
        return of(
                order,
                orders,
                orders.content(order.patientId(), order.channel(), order.jobId())
                        .counted(allowance));
    }

    private static Applicant of(DispatchOrdered order, Orders orders, MessageContent content) {
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
                        content));
    }
}
