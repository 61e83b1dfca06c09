package com.ovhi.outreach.webhook.whatsapp;

import static com.ovhi.outreach.webhook.whatsapp.Json.text;

import com.ovhi.outreach.common.contract.TemplateStatusReported;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.ProviderTime;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads what Meta says about our templates: that one was approved, paused, rejected, or taken for marketing. */
@Component
final class WhatsAppTemplates {

    static final Set<String> FIELDS = Set.of("message_template_status_update", "template_category_update");

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,512}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(_[A-Za-z]{2,4})?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]{1,40}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,64}");

    Observation read(String field, JsonNode entry, JsonNode change, Notice notice) {
        var value = change.path("value");
        var raw = change.toString();
        var name = fitting(NAME, text(value, "message_template_name"));
        var language = fitting(LANGUAGE, text(value, "message_template_language"));
        var state = fitting(WORD, text(value, "event"));
        var category = fitting(WORD, text(value, "new_category"));
        if (name == null || language == null || (state == null && category == null)) {
            return Observation.rejected(Provider.WHATSAPP, raw, "no-template");
        }
        var report = new TemplateStatusReported(
                fitting(NUMBER, text(entry, "id")),
                fitting(NUMBER, text(value, "message_template_id")),
                name,
                language,
                state,
                category,
                fitting(WORD, text(value, "reason")),
                ProviderTime.read(text(entry, "time"), notice.receivedAt()));
        return new Observation(
                Provider.WHATSAPP,
                Observation.Kind.OTHER,
                key(field, entry, raw),
                raw,
                new Interpretation.TemplateStatus(report));
    }

    /** The same template may be paused twice in the same words; only the time of the entry tells the events apart. */
    private static String key(String field, JsonNode entry, String raw) {
        return field + "|" + Observation.sha256(text(entry, "time") + "|" + raw);
    }

    private static @Nullable String fitting(Pattern form, @Nullable String text) {
        return text != null && form.matcher(text).matches() ? text : null;
    }
}
