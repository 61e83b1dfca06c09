package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Reads what patients wrote by e-mail. */
@Component
final class SendGridMailInterpreter implements Interpreter {

    private static final Logger log = LoggerFactory.getLogger(SendGridMailInterpreter.class);

    private static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_ID = 200;

    private final MeterRegistry meters;

    SendGridMailInterpreter(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public Source source() {
        return Source.SENDGRID_INBOUND;
    }

    @Override
    public List<Observation> interpret(Notice notice) {
        try {
            return List.of(read(new SendGridMail(MailForm.of(notice.body())), notice));
        } catch (JacksonException e) {
            return List.of(Observation.rejected(Provider.SENDGRID, notice.text(), "unreadable-form"));
        }
    }

    private Observation read(SendGridMail mail, Notice notice) {
        mail.unreadable().forEach(this::tell);
        var from = mail.from();
        if (from.isEmpty()) {
            return Observation.rejected(Provider.SENDGRID, notice.text(), "no-sender");
        }
        var identity = identity(mail, from.get());
        var message = new InboundText(
                Channel.EMAIL,
                from.get(),
                mail.to(),
                cut(mail.text(), LONGEST_TEXT),
                cut(mail.messageId().orElse(identity), LONGEST_ID),
                mail.unsubscribes() ? "STOP" : null,
                null,
                mail.repliedToMessageId().orElse(null),
                notice.receivedAt(),
                new InboundText.Envelope(mail.job().orElse(null), mail.automatic(), mail.senderProven()));
        return new Observation(
                Provider.SENDGRID,
                Observation.Kind.INBOUND,
                "mail|" + mail.messageId().orElse("") + "|" + identity,
                notice.text(),
                new Interpretation.Inbound(message));
    }

    /** The text is still read; but whether its sender is proven, or its charset, may be judged with less. */
    private void tell(String field) {
        meters.counter("outreach.webhook.mail.unreadable", "field", field).increment();
        log.atWarn().addKeyValue("field", field).log("A field that SendGrid adds to an e-mail cannot be read");
    }

    /**
     * SendGrid tells no id of its own, and senders can write any; together with what was written it is the mail's. Without
     * one, its headers tell it from a later one with the same words: a second STOP is none of the first's repetitions.
     */
    private static String identity(SendGridMail mail, EmailAddress from) {
        var written = from.canonical() + "\n" + mail.to() + "\n" + mail.text();
        return Observation.sha256(
                mail.messageId().isPresent() ? written : written + "\n" + Observation.sha256(mail.origin()));
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
