package com.ovhi.outreach.webhook.twilio;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Sender;
import com.ovhi.outreach.webhook.notice.Source;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what patients wrote by SMS, or by WhatsApp where Twilio carries it. */
@Component
final class TwilioInboundInterpreter implements Interpreter {

    private static final String WHATSAPP = "whatsapp:";
    private static final Set<String> OPT_OUT_TYPES = Set.of("STOP", "START", "HELP");

    @Override
    public Source source() {
        return Source.TWILIO_INBOUND;
    }

    @Override
    public List<Observation> interpret(Notice notice) {
        return List.of(TwilioForm.read(notice.query(), notice.body())
                .map(form -> read(form, notice))
                .orElseGet(() -> Observation.rejected(Provider.TWILIO, notice.text(), "unreadable-form")));
    }

    private static Observation read(TwilioForm form, Notice notice) {
        var sid = form.first("MessageSid", "SmsSid");
        var from = form.first("From", "ExternalUserId");
        if (sid == null || from == null) {
            return Observation.rejected(Provider.TWILIO, notice.text(), "no-sender");
        }
        var message = new InboundText(
                from.startsWith(WHATSAPP) ? Channel.WHATSAPP : Channel.SMS,
                Sender.of(bare(from)),
                bare(Objects.requireNonNullElse(form.get("To"), "")),
                LongText.of(Objects.requireNonNullElse(form.first("Body", "ButtonText"), "")),
                sid,
                optOut(form.get("OptOutType")),
                form.get("ButtonPayload"),
                form.get("OriginalRepliedMessageSid"),
                notice.receivedAt());
        return new Observation(
                Provider.TWILIO,
                Observation.Kind.INBOUND,
                "inbound|" + sid,
                notice.text(),
                new Interpretation.Inbound(message));
    }

    private static @Nullable String optOut(@Nullable String type) {
        return type != null && OPT_OUT_TYPES.contains(type) ? type : null;
    }

    private static String bare(String address) {
        return address.startsWith(WHATSAPP) ? address.substring(WHATSAPP.length()) : address;
    }
}
