package com.ovhi.outreach.webhook.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.webhook.Mutations;
import com.ovhi.outreach.webhook.notice.InboundText;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patients write by e-mail, as SendGrid's parse webhook posts it. */
class SendGridMailTests {

    private final Mails mails = new Mails(new SimpleMeterRegistry());

    @Test
    void readsAnAnswer() {
        var message = mails.message(MailForms.answer("Yes, I will come\n\nOn Monday the clinic wrote:\n> Reply YES"));

        assertThat(message.channel()).isEqualTo(Channel.EMAIL);
        assertThat(message.from()).isEqualTo(new EmailAddress("jane@example.com"));
        assertThat(message.to()).isEqualTo("reply@parse.example.org");
        assertThat(message.body()).startsWith("Yes, I will come").endsWith("> Reply YES");
        assertThat(message.providerMessageId()).isEqualTo("m1@mail.example.com");
        assertThat(message.repliedToMessageId()).isEqualTo("LRzXl_NHStOGhQ4kofSm_A");
        assertThat(message.providerOptOut()).isNull();
        assertThat(message.receivedAt()).isEqualTo(Mails.NOW);
        assertThat(message.mail()).isEqualTo(new InboundText.Envelope(null, false, true));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "iso-8859-1,iso-8859-1",
                "utf-8,utf-8",
                "windows-1252,windows-1252",
                "utf-16,utf-16",
                "utf-8,-",
                "utf-8,no such charset",
                "windows-1252,x-unknown"
            })
    void readsEveryFieldInItsOwnCharset(String written, @Nullable String told) {
        var form = MailForms.answer("")
                .with("text", "Sí, allí estaré", Charset.forName(written))
                .with("charsets", told == null ? "{}" : "{\"text\":\"" + told + "\"}");

        assertThat(mails.message(form).body()).isEqualTo("Sí, allí estaré");
    }

    @Test
    void readsHtmlWhereThereIsNothingElse() {
        var form = MailForms.answer(" ").with("html", "<div>STOP</div><blockquote>Your visit</blockquote>");

        assertThat(mails.message(form).body()).isEqualTo("STOP\n> Your visit");
    }

    @Test
    void readsPastAttachmentsEvenIfTheyCallThemselvesTheText() {
        var form = MailForms.answer("Yes")
                .attachment("attachment1", new byte[5 * 1024 * 1024])
                .attachment("text", "STOP".getBytes(StandardCharsets.US_ASCII));

        var kept = MailForm.read(new ByteArrayInputStream(form.body()), MailForms.TYPE);

        assertThat(kept.fields()).doesNotContainKeys("attachment1", "sender_ip");
        assertThat(kept.json()).hasSizeLessThan(10_000);
        assertThat(mails.message(form).body()).isEqualTo("Yes");
    }

    @Test
    void losesNothingBehindAnAttachedMessageHoweverManyHeadersItHas() {
        var headers = IntStream.range(0, 2_000)
                .mapToObj(each -> "X-Exchange-" + each + ": " + "x".repeat(100) + "\r\n")
                .collect(Collectors.joining());

        for (var type : List.of("message/rfc822", "multipart/mixed; boundary=inner")) {
            var part = headers + "\r\nYour visit\r\n";
            var form = MailForms.answer("STOP")
                    .message(type, type.startsWith("message") ? part : "--inner\r\n" + part + "--inner--\r\n");

            assertThat(mails.message(form).body()).as(type).isEqualTo("STOP");
            assertThat(mails.message(form).from()).isEqualTo(new EmailAddress("jane@example.com"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STOP|''|STOP",
                "Re: STOP|' '|STOP",
                "AW: RE: Unsubscribe|''|Unsubscribe",
                "Please stop|''|Please stop",
                "=?utf-8?B?QUxUTw==?=|''|ALTO",
                "Re: Please confirm your visit|''|''",
                "STOP|Yes|Yes",
                "STOP|'> Your visit'|STOP+> Your visit",
                "''|''|''"
            })
    void readsTheSubjectWhereNothingElseWasWritten(String subject, String text, String read) {
        var form = MailForms.answer(text).with("subject", subject);
        var whole = MailForms.answer("")
                .without("text")
                .with("email", "From: jane@example.com\r\nSubject: " + subject + "\r\n\r\n" + text + "\r\n");

        assertThat(mails.message(form).body()).isEqualTo(read.replace('+', '\n'));
        assertThat(mails.message(whole).body()).isEqualTo(read.replace('+', '\n'));
    }

    @Test
    void keepsTheBeginningOfWhatIsTooLong() {
        var form = MailForms.answer("Yes " + "x".repeat(600_000));

        assertThat(MailForm.read(new ByteArrayInputStream(form.body()), MailForms.TYPE)
                        .get("text"))
                .hasSize(256 * 1024);
        assertThat(mails.message(form).body()).hasSize(20_000).startsWith("Yes x");
    }

    @Test
    void tellsNobodyWhatItIs() {
        assertThat(new SendGridMail(MailForm.read(
                                new ByteArrayInputStream(
                                        MailForms.answer("secret symptom").body()),
                                MailForms.TYPE))
                        .toString())
                .doesNotContain("symptom");
        assertThat(MailForm.read(
                                new ByteArrayInputStream(
                                        MailForms.answer("secret symptom").body()),
                                MailForms.TYPE)
                        .toString())
                .doesNotContain("symptom");
    }

    @Test
    void manages10000Mutations() {
        Mutations.of(MailForms.answer("Yes").with("html", "<p>Yes</p>").body())
                .forEach(body -> assertThatCode(() -> mails.interpreter().interpret(Mails.notice(body)))
                        .doesNotThrowAnyException());
    }
}
