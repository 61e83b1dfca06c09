package com.ovhi.outreach.webhook.twilio;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.Attempt;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Sighting;
import com.ovhi.outreach.webhook.notice.Source;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Reads status callbacks. Twilio tells no time that can be used, so the time is ours. */
@Component
final class TwilioStatusInterpreter implements Interpreter {

    private final TwilioVocabulary vocabulary;

    TwilioStatusInterpreter(TwilioVocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    @Override
    public Source source() {
        return Source.TWILIO_STATUS;
    }

    @Override
    public List<Observation> interpret(Notice notice) {
        return List.of(TwilioForm.read(notice.query(), notice.body())
                .map(form -> read(form, notice))
                .orElseGet(() -> Observation.rejected(Provider.TWILIO, notice.text(), "unreadable-form")));
    }

    private Observation read(TwilioForm form, Notice notice) {
        var sid = form.first("MessageSid", "SmsSid");
        var status = form.first("MessageStatus", "SmsStatus");
        if (sid == null || status == null) {
            return Observation.rejected(Provider.TWILIO, notice.text(), "no-status");
        }
        var query = TwilioForm.query(notice.query());
        var code = Objects.requireNonNullElse(form.get("ErrorCode"), "");
        var sighting = new Sighting(
                Provider.TWILIO,
                channel(form),
                Attempt.of(query.get("job"), query.get("a")),
                sid,
                "status|" + sid + "|" + status + "|" + code,
                notice.receivedAt(),
                notice.account().organizationId(),
                notice.text());
        return sighting.as(vocabulary.meaning(status, form::get));
    }

    private static Channel channel(TwilioForm form) {
        var to = form.get("To");
        return to != null && to.startsWith("whatsapp:") ? Channel.WHATSAPP : Channel.SMS;
    }
}
