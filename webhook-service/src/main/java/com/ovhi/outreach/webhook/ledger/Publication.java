package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.TemplateStatusReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * What the suite is told of an event of a provider.
 *
 * @param traceparent of the request that told it, null where it is not known any more
 */
record Publication(
        String topic, String key, Object event, @Nullable String traceparent) {

    /**
     * As it was kept.
     *
     * @throws IllegalArgumentException for a topic that this service does not write
     */
    static Publication kept(String topic, String key, String json) {
        var contract = switch (topic) {
            case Topics.DELIVERY -> DeliveryReported.class;
            case Topics.INBOUND -> InboundReceived.class;
            case Topics.TEMPLATE_STATUS -> TemplateStatusReported.class;
            default -> throw new IllegalArgumentException("Nothing is published to " + topic);
        };
        return new Publication(topic, key, ContractJson.read(json, contract), null);
    }

    Outbox.Keyed keyed() {
        return new Outbox.Keyed(key, event, traceparent);
    }

    String json() {
        return ContractJson.writeText(event);
    }
}
