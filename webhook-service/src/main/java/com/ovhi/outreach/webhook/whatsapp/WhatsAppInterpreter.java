package com.ovhi.outreach.webhook.whatsapp;

import static com.ovhi.outreach.webhook.whatsapp.Json.each;
import static com.ovhi.outreach.webhook.whatsapp.Json.text;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.Attempt;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.ProviderTime;
import com.ovhi.outreach.webhook.notice.Sighting;
import com.ovhi.outreach.webhook.notice.Source;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the envelope Meta posts: every entry, every change, every status and message in it. */
@Component
final class WhatsAppInterpreter implements Interpreter {

    private static final Set<String> KNOWN_FIELDS = Set.of(
            "message_template_quality_update",
            "phone_number_quality_update",
            "phone_number_name_update",
            "account_update",
            "account_alerts",
            "business_capability_update");

    private final WhatsAppAccounts accounts;
    private final WhatsAppVocabulary vocabulary;
    private final WhatsAppMessages messages;
    private final WhatsAppTemplates templates;

    WhatsAppInterpreter(
            WhatsAppAccounts accounts,
            WhatsAppVocabulary vocabulary,
            WhatsAppMessages messages,
            WhatsAppTemplates templates) {
        this.accounts = accounts;
        this.vocabulary = vocabulary;
        this.messages = messages;
        this.templates = templates;
    }

    @Override
    public Source source() {
        return Source.WHATSAPP;
    }

    @Override
    public List<Observation> interpret(Notice notice) {
        try {
            var envelope = ContractJson.mapper().readTree(notice.body());
            if (envelope != null && envelope.path("entry").isArray()) {
                return each(envelope, "entry")
                        .flatMap(entry -> read(entry, notice))
                        .toList();
            }
        } catch (JacksonException _) {
            // Falls through: kept as it came.
        }
        return List.of(Observation.rejected(Provider.WHATSAPP, notice.text(), "no-envelope"));
    }

    /** What an app tells of somebody else's business account is kept for ops, and nothing follows from it. */
    private Stream<Observation> read(JsonNode entry, Notice notice) {
        if (!accounts.owns(notice.account(), text(entry, "id"))) {
            return Stream.of(Observation.rejected(Provider.WHATSAPP, entry.toString(), "foreign-account"));
        }
        return each(entry, "changes").flatMap(change -> read(entry, change, notice));
    }

    private Stream<Observation> read(JsonNode entry, JsonNode change, Notice notice) {
        var value = change.path("value");
        var field = text(change, "field");
        if ("messages".equals(field)) {
            return Stream.of(
                            each(value, "statuses").map(status -> status(status, notice)),
                            each(value, "messages").map(message -> messages.read(message, value, notice)),
                            each(value, "errors").map(error -> other(error, "account-error")))
                    .flatMap(each -> each);
        }
        if ("user_preferences".equals(field)) {
            return each(value, "user_preferences").map(preference -> messages.preference(preference, value, notice));
        }
        if (field != null && WhatsAppTemplates.FIELDS.contains(field)) {
            return Stream.of(templates.read(field, entry, change, notice));
        }
        return Stream.of(
                field != null && KNOWN_FIELDS.contains(field)
                        ? other(change, field)
                        : strange(change, String.valueOf(field)));
    }

    private Observation status(JsonNode status, Notice notice) {
        var raw = status.toString();
        var wamid = text(status, "id");
        var word = text(status, "status");
        if (wamid == null || wamid.isBlank() || word == null) {
            return Observation.rejected(Provider.WHATSAPP, raw, "no-status");
        }
        var sighting = new Sighting(
                Provider.WHATSAPP,
                Channel.WHATSAPP,
                Attempt.ofPair(text(status, "biz_opaque_callback_data")),
                wamid,
                "status|" + wamid + "|" + word,
                ProviderTime.read(text(status, "timestamp"), notice.receivedAt()),
                notice.account().organizationId(),
                raw);
        var error = each(status, "errors").findFirst();
        return sighting.as(vocabulary.meaning(
                word,
                name -> name.equals(WhatsAppVocabulary.ERROR_CODE)
                        ? error.map(each -> text(each, "code")).orElse(null)
                        : text(status, name)));
    }

    private static Observation other(JsonNode node, String reason) {
        var raw = node.toString();
        return new Observation(
                Provider.WHATSAPP,
                Observation.Kind.OTHER,
                "other|" + Observation.sha256(raw),
                raw,
                new Interpretation.Ignored(reason));
    }

    private static Observation strange(JsonNode change, String field) {
        var raw = change.toString();
        return new Observation(
                Provider.WHATSAPP,
                Observation.Kind.OTHER,
                "other|" + Observation.sha256(raw),
                raw,
                new Interpretation.Unknown(field));
    }
}
