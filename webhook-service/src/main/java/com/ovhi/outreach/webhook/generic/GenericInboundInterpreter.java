package com.ovhi.outreach.webhook.generic;

import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.ProviderTime;
import com.ovhi.outreach.webhook.notice.Sender;
import com.ovhi.outreach.webhook.notice.Source;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Reads a patient's text in the suite's own format. */
@Component
final class GenericInboundInterpreter implements Interpreter {

    /** Texts that Twilio or Meta has named: what came from there, or may still come, is the same event. */
    private static final Pattern NATIVE = Pattern.compile("(?:SM|MM)[0-9a-f]{32}|wamid\\..+");

    @Override
    public Source source() {
        return Source.GENERIC_INBOUND;
    }

    @Override
    public List<Observation> interpret(Notice notice) {
        try {
            return List.of(read(InboundRequest.read(notice.body()), notice));
        } catch (ProblemException e) {
            return List.of(Observation.rejected(Provider.TWILIO, notice.text(), e.slug()));
        }
    }

    private static Observation read(InboundRequest request, Notice notice) {
        var from =
                request.provider() == Provider.WHATSAPP ? Sender.ofWhatsApp(request.from()) : Sender.of(request.from());
        var message = new InboundText(
                request.channel(),
                from,
                request.to(),
                request.body(),
                request.messageId(),
                null,
                null,
                null,
                ProviderTime.read(request.timestamp(), notice.receivedAt()));
        return new Observation(
                request.provider(),
                Observation.Kind.INBOUND,
                (NATIVE.matcher(request.messageId()).matches() ? "inbound|" : "generic-inbound|") + request.messageId(),
                notice.text(),
                new Interpretation.Inbound(message));
    }
}
