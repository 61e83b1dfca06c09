package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.Attempt;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.ProviderTime;
import com.ovhi.outreach.webhook.notice.Sighting;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.notice.StatusWord;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the array of events that SendGrid posts. */
@Component
final class SendGridInterpreter implements Interpreter {

    /** Nulls may be looked up. */
    private static final Set<@Nullable String> TRACKS = new HashSet<>(List.of("delivered", "click"));

    private final SendGridVocabulary vocabulary;

    SendGridInterpreter(SendGridVocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    @Override
    public Source source() {
        return Source.SENDGRID_EVENTS;
    }

    @Override
    public List<Observation> interpret(Notice notice) {
        try {
            var events = ContractJson.mapper().readTree(notice.body());
            if (events != null && events.isArray()) {
                var hurried = Scanners.hurried(clicks(events, notice));
                return events.valueStream()
                        .map(event -> read(event, hurried, notice))
                        .toList();
            }
        } catch (JacksonException _) {
            // Falls through: kept as it came.
        }
        return List.of(Observation.rejected(Provider.SENDGRID, notice.text(), "not-an-array"));
    }

    private static List<Scanners.Seen> clicks(JsonNode events, Notice notice) {
        return events.valueStream()
                .filter(event -> TRACKS.contains(text(event, "event")) && text(event, "sg_message_id") != null)
                .map(event -> new Scanners.Seen(
                        String.valueOf(text(event, "sg_message_id")),
                        "click".equals(text(event, "event")) ? String.valueOf(text(event, "url")) : "",
                        ProviderTime.read(text(event, "timestamp"), notice.receivedAt())))
                .toList();
    }

    private Observation read(JsonNode event, Set<String> hurried, Notice notice) {
        var raw = event.toString();
        var word = text(event, "event");
        if (!event.isObject() || word == null || word.isBlank()) {
            return Observation.rejected(Provider.SENDGRID, raw, "no-event");
        }
        var sighting = new Sighting(
                Provider.SENDGRID,
                Channel.EMAIL,
                Attempt.of(text(event, "job_id"), text(event, "attempt")),
                messageId(text(event, "sg_message_id")),
                dedupeKey(text(event, "sg_event_id"), raw),
                ProviderTime.read(text(event, "timestamp"), notice.receivedAt()),
                notice.account().organizationId(),
                raw);
        var meaning = vocabulary.meaning(word, name -> text(event, name));
        return sighting.as(
                meaning instanceof StatusWord.Step step
                                && step.state() == DeliveryState.CLICKED
                                && hurried.contains(text(event, "sg_message_id"))
                        ? step.byMachine()
                        : meaning);
    }

    private static String dedupeKey(@Nullable String eventId, String raw) {
        return "status|" + (eventId == null || eventId.isBlank() ? Observation.sha256(raw) : eventId);
    }

    /** What the send call answered: the part before the first dot. */
    private static @Nullable String messageId(@Nullable String sgMessageId) {
        if (sgMessageId == null || sgMessageId.isBlank()) {
            return null;
        }
        var dot = sgMessageId.indexOf('.');
        return dot < 0 ? sgMessageId : sgMessageId.substring(0, dot);
    }

    private static @Nullable String text(JsonNode event, String name) {
        var value = event.path(name);
        return value.isValueNode() && !value.isNull() ? value.asString() : null;
    }
}
