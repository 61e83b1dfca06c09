package com.ovhi.outreach.webhook.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.time.Instant;

/** Reads e-mails from their forms as they are posted. */
record Mails(SendGridMailInterpreter interpreter) {

    static final Instant NOW = Instant.ofEpochSecond(1_772_463_600);

    Mails(MeterRegistry meters) {
        this(new SendGridMailInterpreter(meters));
    }

    InboundText message(MailForms form) {
        assertThat(observe(form).meaning()).isInstanceOf(Interpretation.Inbound.class);
        return ((Interpretation.Inbound) observe(form).meaning()).message();
    }

    Observation observe(MailForms form) {
        return interpreter.interpret(notice(form.body())).getFirst();
    }

    static MailForm form(byte[] body) {
        return MailForm.read(new ByteArrayInputStream(body), MailForms.TYPE);
    }

    static Notice notice(byte[] body) {
        return new Notice(Source.SENDGRID_INBOUND, "", form(body).json(), NOW);
    }
}
