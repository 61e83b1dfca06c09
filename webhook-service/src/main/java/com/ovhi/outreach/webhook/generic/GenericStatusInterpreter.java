package com.ovhi.outreach.webhook.generic;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.webhook.notice.Attempt;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.ProviderTime;
import com.ovhi.outreach.webhook.notice.Sighting;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.notice.StatusVocabulary;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Reads a status in the suite's own format; its word is the provider's. */
@Component
final class GenericStatusInterpreter implements Interpreter {

    private final Map<Provider, StatusVocabulary> vocabularies = new EnumMap<>(Provider.class);

    GenericStatusInterpreter(List<StatusVocabulary> vocabularies) {
        vocabularies.forEach(each -> this.vocabularies.put(each.provider(), each));
    }

    @Override
    public Source source() {
        return Source.GENERIC_STATUS;
    }

    @Override
    public List<Observation> interpret(Notice notice) {
        try {
            return List.of(read(StatusRequest.read(notice.body()), notice));
        } catch (ProblemException e) {
            return List.of(Observation.rejected(Provider.SENDGRID, notice.text(), e.slug()));
        }
    }

    private Observation read(StatusRequest request, Notice notice) {
        var data = request.eventData();
        var sighting = new Sighting(
                request.provider(),
                channel(request.provider()),
                Attempt.of(data.get("job_id"), data.get("attempt")),
                request.messageId(),
                "generic-status|" + request.messageId() + "|" + request.status(),
                ProviderTime.read(request.timestamp(), notice.receivedAt()),
                notice.account().organizationId(),
                notice.text());
        var vocabulary = Objects.requireNonNull(vocabularies.get(request.provider()));
        return sighting.as(vocabulary.meaning(request.status(), data::get));
    }

    private static Channel channel(Provider provider) {
        return switch (provider) {
            case SENDGRID -> Channel.EMAIL;
            case TWILIO -> Channel.SMS;
            case WHATSAPP -> Channel.WHATSAPP;
        };
    }
}
