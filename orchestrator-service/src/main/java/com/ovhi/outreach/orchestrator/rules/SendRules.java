package com.ovhi.outreach.orchestrator.rules;

import java.util.List;

/** Every rule, in the order in which it judges. Urgency is their business, never a way around them. */
public final class SendRules {

    /** Of the request as a whole. */
    public static final RuleList<RequestFacts> REQUEST =
            new RuleList<>(List.of(new UrgencyRule(), new UsefulnessRule(), new FatigueRule()));

    /** Of one channel. */
    public static final RuleList<ChannelFacts> CHANNEL = new RuleList<>(List.of(
            new LineTypeRule(),
            new AddressRule(),
            new SuppressionRule(),
            new ConsentRule(),
            new MarketingConsentRule(),
            new CapabilityRule(),
            new WhatsAppMarketingRule()));

    /** Of a worded message at its planned time. */
    public static final RuleList<MessageFacts> MESSAGE =
            new RuleList<>(List.of(new SendHoursRule(), new TimelinessRule(), new ContactCapRule()));

    /** Of a message on its way to the ledger, while the patient's contacts cannot change. */
    public static final RuleList<MessageFacts> ROOM = new RuleList<>(List.of(new ContactCapRule()));

    private SendRules() {}
}
