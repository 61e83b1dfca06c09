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
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Reads what patients wrote by e-mail. */
@Component
final class SendGridMailInterpreter implements Interpreter {

    private static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_ID = 200;

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

    private static Observation read(SendGridMail mail, Notice notice) {
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
