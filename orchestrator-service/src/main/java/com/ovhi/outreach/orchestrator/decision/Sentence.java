package com.ovhi.outreach.orchestrator.decision;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A decision as one sentence for a person at the front desk. Says nothing about the patient. Pure. */
public final class Sentence {

    /** What is judged when others are reached at the same address. */
    public static final String HOUSEHOLD = "household";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM d, h:mm a 'clinic time'", Locale.US);

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("no-address", "no address is known"),
            Map.entry("opted-out", "the patient has opted out"),
            Map.entry("stop", "the patient has opted out"),
            Map.entry("patient-deceased", "the patient has died"),
            Map.entry("patient-merged", "the record was given up for another one of the patient"),
            Map.entry("not-allowed", "the patient or the clinic does not want it used"),
            Map.entry("disabled", "it is switched off"),
            Map.entry("suppressed-bounce", "mail to the address came back"),
            Map.entry("suppressed-undeliverable", "the number or address cannot be reached"),
            Map.entry("landline", "the number takes no texts"),
            Map.entry("suppressed-wrong-person", "somebody else answers there"),
            Map.entry("suppressed-wrong-number", "somebody else answers there"),
            Map.entry("suppressed-shared-phone", "several people read it"),
            Map.entry("suppressed-complaint", "messages were reported as spam"),
            Map.entry("no-marketing-opt-in", "the patient has not agreed to education messages"),
            Map.entry("organization-without-whatsapp", "the clinic does not use it"),
            Map.entry("no-whatsapp-marketing-to-plus-one", "it carries no education messages to US numbers"),
            Map.entry("unknown-template", "there is no text for it"),
            Map.entry("whatsapp-template-not-approved", "its text is not approved by Meta"),
            Map.entry("missing-variable", "the text needs more details"),
            Map.entry("no-send-window", "there is no allowed hour in time"),
            Map.entry("contact-cap", "the patient gets enough messages already"),
            Map.entry("expired", "it would come too late"));

    /** Why the scheduler moves what waits, or the workers turn it back. */
    private static final Map<String, String> MOVES = Map.ofEntries(
            Map.entry("window-closed", "messages may not be sent at that hour"),
            Map.entry("window-closing", "the hours for messages were about to end"),
            Map.entry("replanned", "messages may not be sent at that hour any more"),
            Map.entry("paced", "many messages wait for their turn"),
            Map.entry("circuit-open", "the provider could not be reached"),
            Map.entry("account-refused", "the provider did not accept the clinic's account"),
            Map.entry("rate-limited", "many messages wait for their turn"),
            Map.entry("permissions-behind", "it was not certain that nobody had opted out meanwhile"),
            Map.entry("preferences-changed", "the patient has changed when and where messages may come"),
            Map.entry("deadline-passed", "the hours for messages had ended"),
            Map.entry("permission-unknown", "it was not known yet what the patient allows"),
            Map.entry("slot-busy", "another try was under way"));

    private Sentence() {}

    /** Of a message that will be sent. */
    public static String accepted(Purpose purpose, List<Channel> route, ZonedDateTime at, List<Judgement> judgements) {
        var fallbacks = route.stream().skip(1).map(Sentence::name).collect(Collectors.joining(", then by "));
        return "The " + name(purpose) + " will be sent by " + name(route.getFirst()) + " on " + TIME.format(at)
                + (deferred(judgements) ? ", later than asked because the patient gets other messages before" : "")
                + (together(judgements) ? ", in one message with others who are reached there" : "")
                + (fallbacks.isEmpty() ? "." : "; if that fails, by " + fallbacks + ".");
    }

    /** Of one that will not. */
    static String refused(Refusal refusal, List<Judgement> judgements) {
        var channels = judgements.stream()
                .filter(each -> each.channel() != null && !"allowed".equals(each.verdict()))
                .map(each -> name(Objects.requireNonNull(each.channel())) + ": " + reason(each))
                .distinct()
                .collect(Collectors.joining("; "));
        return "Nothing will be sent: " + uncapitalized(refusal.sentence())
                + (channels.isEmpty() ? "." : " (" + channels + ").");
    }

    /**
     * What is added when the scheduler has moved the message or held it back.
     *
     * @param due when it was to leave from then on
     * @param earlier whether that is before the time it was planned for
     */
    public static String moved(String reason, ZonedDateTime due, boolean earlier) {
        var why = MOVES.getOrDefault(reason, REASONS.getOrDefault(reason, words(reason)));
        return earlier
                ? "It was moved forward to " + TIME.format(due) + ": " + why + "."
                : "It was held back until " + TIME.format(due) + " at least: " + why + ".";
    }

    private static boolean together(List<Judgement> judgements) {
        return judgements.stream().anyMatch(each -> HOUSEHOLD.equals(each.rule()) && "allowed".equals(each.verdict()));
    }

    private static boolean deferred(List<Judgement> judgements) {
        return judgements.stream().anyMatch(each -> "deferred".equals(each.verdict()));
    }

    private static String reason(Judgement judgement) {
        var code = Objects.requireNonNullElse(judgement.reason(), judgement.rule());
        return REASONS.getOrDefault(code, words(code));
    }

    private static String words(String code) {
        return code.replace('-', ' ').replace('_', ' ');
    }

    private static String uncapitalized(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    private static String name(Channel channel) {
        return switch (channel) {
            case EMAIL -> "e-mail";
            case SMS -> "text message";
            case WHATSAPP -> "WhatsApp";
        };
    }

    private static String name(Purpose purpose) {
        return switch (purpose) {
            case APPT_CONFIRM -> "appointment confirmation";
            case APPT_REMINDER -> "appointment reminder";
            case NO_SHOW -> "note about the missed visit";
            case RX_REFILL -> "refill notice";
            case LAB_READY -> "portal notice";
            case CAMPAIGN_EDUCATION -> "education message";
            case URGENT -> "urgent message";
        };
    }
}
