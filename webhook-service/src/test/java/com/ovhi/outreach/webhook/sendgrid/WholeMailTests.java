package com.ovhi.outreach.webhook.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** E-mails that come whole, and forms that are not as SendGrid says. */
class WholeMailTests {

    private static final UUID JOB = UUID.fromString("0199b2c4-0000-7000-8000-000000000001");
    private static final String TAGGED = "reply+0199b2c4000070008000000000000001@parse.example.org";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Mails mails = new Mails(meters);

    @Test
    void readsAWholeMessage() {
        for (var field : new String[] {"email", "rawEmail"}) {
            var form = MailForms.answer("").without("text").without("headers").with(field, """
                            From: Jane <jane@example.com>
                            To: %s
                            Message-ID: <m2@mail.example.com>
                            Auto-Submitted: auto-replied

                            I am away
                            """.formatted(TAGGED)
                    .replace("\n", "\r\n"));

            var message = mails.message(form);

            assertThat(message.body()).isEqualTo("I am away");
            assertThat(message.providerMessageId()).isEqualTo("m2@mail.example.com");
            assertThat(message.mail()).isEqualTo(new InboundText.Envelope(JOB, true, true));
        }
    }

    /** Some mail programs put what was written behind what was attached. */
    @Test
    void readsAWholeMessageWhoseTextStandsBehindMegabytesOfAttachments() {
        var form = MailForms.answer("")
                .without("text")
                .without("headers")
                .with(
                        "email",
                        """
                        From: Jane <jane@example.com>
                        Message-ID: <m3@mail.example.com>
                        Content-Type: multipart/mixed; boundary=outer

                        --outer
                        Content-Type: image/png
                        Content-Disposition: attachment; filename=a.png

                        %s
                        --outer
                        Content-Type: text/plain; charset=iso-8859-1

                        No me escriban más
                        --outer--
                        """.formatted("A".repeat(5 * 1024 * 1024)).replace("\n", "\r\n"),
                        StandardCharsets.ISO_8859_1);

        var message = mails.message(form);

        assertThat(message.body()).isEqualTo("No me escriban más");
        assertThat(message.providerMessageId()).isEqualTo("m3@mail.example.com");
        assertThat(MailForm.read(new ByteArrayInputStream(form.body()), MailForms.TYPE)
                        .json())
                .hasSizeLessThan(1024 * 1024);
    }

    /** A spool written by the version before knows of no text beside the message. */
    @Test
    void readsAWholeMessageThatWasKeptAsItCame() {
        var raw = "From: jane@example.com\r\n\r\nSTOP".getBytes(StandardCharsets.US_ASCII);

        assertThat(new SendGridMail(new MailForm(Map.of("email", raw))).text()).isEqualTo("STOP");
    }

    @Test
    void countsWhatItCannotReadOfTheFormAndReadsTheRest() {
        var form = MailForms.answer("STOP").with("envelope", "{\"to\":").with("charsets", "[]");

        mails.observe(MailForms.answer("STOP").without("envelope").without("charsets"));
        assertThat(meters.find("outreach.webhook.mail.unreadable").counters())
                .as("what is not there is no mistake")
                .isEmpty();

        assertThat(mails.observe(form).meaning()).isInstanceOf(Interpretation.Inbound.class);

        for (var field : new String[] {"envelope", "charsets"}) {
            assertThat(meters.counter("outreach.webhook.mail.unreadable", "field", field)
                            .count())
                    .as(field)
                    .isEqualTo(1);
        }
        assertThat(mails.message(form).body()).isEqualTo("STOP");
    }

    /** Its sender would only send it again, or never. */
    @Test
    void keepsWhatItHasWhenTheParserBreaksDown() {
        var body = MailForms.answer("STOP").with("html", "x".repeat(200_000)).body();

        var form = MailForm.read(breaking(body, 100_000, new IllegalStateException("broken")), MailForms.TYPE);

        assertThat(new SendGridMail(form).text()).isEqualTo("STOP");
    }

    @Test
    void keepsTheBeginningOfAWholeMessageAtWhichTheParserBreaksDown() {
        var body = MailForms.answer("")
                .without("text")
                .without("headers")
                .with("email", "From: jane@example.com\r\n\r\nSTOP\r\n" + "x".repeat(100_000))
                .with("later", "is read past")
                .body();

        var form = MailForm.read(breaking(body, 50_000, new IllegalStateException("broken")), MailForms.TYPE);

        assertThat(new String(Objects.requireNonNull(form.get("email")), StandardCharsets.US_ASCII))
                .startsWith("From: jane@example.com");
    }

    @Test
    void doesNotTakeAMailThatBrokeOffForAllOfIt() {
        var body = MailForms.answer("Yes").with("html", "x".repeat(200_000)).body();
        var broken =
                breaking(body, 100_000, ProblemException.unavailable("body-incomplete", "", Duration.ofSeconds(1)));

        assertThatThrownBy(() -> MailForm.read(broken, MailForms.TYPE)).isInstanceOf(ProblemException.class);
    }

    /** Fails once, behind so many bytes. */
    private static InputStream breaking(byte[] body, int behind, RuntimeException failure) {
        return new FilterInputStream(new ByteArrayInputStream(body)) {

            private int read;

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (read > behind) {
                    read = Integer.MIN_VALUE;
                    throw failure;
                }
                var number = super.read(bytes, offset, Math.min(length, 4096));
                read += Math.max(0, number);
                return number;
            }
        };
    }
}
