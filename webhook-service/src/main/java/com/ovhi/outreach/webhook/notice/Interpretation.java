package com.ovhi.outreach.webhook.notice;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.TemplateStatusReported;

/** What an event of a provider means to the suite. */
public sealed interface Interpretation {

    /** A message of ours moved on. */
    record Delivery(DeliveryReported report) implements Interpretation {}

    /** A patient wrote. */
    record Inbound(InboundText message) implements Interpretation {}

    /** Meta judged one of our templates. */
    record TemplateStatus(TemplateStatusReported report) implements Interpretation {}

    /** Understood, and nothing follows from it. */
    record Ignored(String reason) implements Interpretation {}

    /** A word of the provider's that we do not know; kept, counted, without effect. */
    record Unknown(String word) implements Interpretation {}

    /** Signed but unreadable. */
    record Rejected(String reason) implements Interpretation {}
}
