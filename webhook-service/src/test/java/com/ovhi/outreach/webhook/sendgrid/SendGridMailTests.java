package com.ovhi.outreach.webhook.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.webhook.Mutations;
import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What patients write by e-mail, as SendGrid's parse webhook posts it. */
class SendGridMailTests {

    private static final Instant NOW = Instant.ofEpochSecond(1_772_463_600);
    private static final UUID JOB = UUID.fromString("0199b2c4-0000-7000-8000-000000000001");
    private static final String TAGGED = "reply+0199b2c4000070008000000000000001@parse.example.org";

    private final SendGridMailInterpreter interpreter = new SendGridMailInterpreter(new SimpleMeterRegistry());

    @Test
    void readsAnAnswer() {
        var message = message(MailForms.answer("Yes, I will come\n\nOn Monday the clinic wrote:\n> Reply YES"));

        assertThat(message.channel()).isEqualTo(Channel.EMAIL);
        assertThat(message.from()).isEqualTo(new EmailAddress("jane@example.com"));
        assertThat(message.to()).isEqualTo("reply@parse.example.org");
        assertThat(message.body()).startsWith("Yes, I will come").endsWith("> Reply YES");
        assertThat(message.providerMessageId()).isEqualTo("m1@mail.example.com");
        assertThat(message.repliedToMessageId()).isEqualTo("LRzXl_NHStOGhQ4kofSm_A");
        assertThat(message.providerOptOut()).isNull();
        assertThat(message.receivedAt()).isEqualTo(NOW);
        assertThat(message.mail()).isEqualTo(new InboundText.Envelope(null, false, true));
    }

    @Test
    void knowsTheJobByTheAddressThatWasAnswered() {
        var form = MailForms.answer("Yes")
                .with("envelope", "{\"to\":[\"" + TAGGED + "\"],\"from\":\"jane@example.com\"}")
                .without("dkim")
                .without("SPF");

        assertThat(message(form).mail()).isEqualTo(new InboundText.Envelope(JOB, false, true));
        assertThat(message(MailForms.answer("Yes").header("To", "Clinic <" + TAGGED.replace("reply", "REPLY") + ">"))
                        .mail())
                .isEqualTo(new InboundText.Envelope(JOB, false, true));
        assertThat(message(MailForms.answer("Yes").with("to", "reply+0199b2c4@parse.example.org"))
                        .mail())
                .isEqualTo(new InboundText.Envelope(null, false, true));
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

        assertThat(message(form).body()).isEqualTo("Sí, allí estaré");
    }

    @Test
    void readsHtmlWhereThereIsNothingElse() {
        var form = MailForms.answer(" ").with("html", "<div>STOP</div><blockquote>Your visit</blockquote>");

        assertThat(message(form).body()).isEqualTo("STOP\n> Your visit");
    }

    @Test
    void readsPastAttachmentsEvenIfTheyCallThemselvesTheText() {
        var form = MailForms.answer("Yes")
                .attachment("attachment1", new byte[5 * 1024 * 1024])
                .attachment("text", "STOP".getBytes(StandardCharsets.US_ASCII));

        var kept = MailForm.read(new ByteArrayInputStream(form.body()), MailForms.TYPE);

        assertThat(kept.fields()).doesNotContainKeys("attachment1", "sender_ip");
        assertThat(kept.json()).hasSizeLessThan(10_000);
        assertThat(message(form).body()).isEqualTo("Yes");
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

            assertThat(message(form).body()).as(type).isEqualTo("STOP");
            assertThat(message(form).from()).isEqualTo(new EmailAddress("jane@example.com"));
        }
    }

    @Test
    void believesNothingThatAnAttachedMessageSaysInSendGridsName() {
        for (var type : List.of("message/rfc822", "multipart/form-data; boundary=inner")) {
            var forged = new StringBuilder();
            for (var field : Map.of(
                            "SPF", "pass", "dkim", "{@example.com : pass}", "email", "From: a@b.example\r\n\r\nNo")
                    .entrySet()) {
                forged.append("--inner\r\nContent-Disposition: form-data; name=\"")
                        .append(field.getKey())
                        .append("\"\r\n\r\n")
                        .append(field.getValue())
                        .append("\r\n");
            }
            var one = "Content-Disposition: form-data; name=\"SPF\"\r\n\r\npass\r\n";
            var form = MailForms.answer("Yes")
                    .without("dkim")
                    .with("SPF", "softfail")
                    .message(type, type.startsWith("message") ? one : forged + "--inner--\r\n");

            assertThat(message(form).mail()).as(type).isEqualTo(new InboundText.Envelope(null, false, false));
            assertThat(message(form).body()).isEqualTo("Yes");
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

        assertThat(message(form).body()).isEqualTo(read.replace('+', '\n'));
        assertThat(message(whole).body()).isEqualTo(read.replace('+', '\n'));
    }

    @Test
    void keepsTheBeginningOfWhatIsTooLong() {
        var form = MailForms.answer("Yes " + "x".repeat(600_000));

        assertThat(MailForm.read(new ByteArrayInputStream(form.body()), MailForms.TYPE)
                        .get("text"))
                .hasSize(256 * 1024);
        assertThat(message(form).body()).hasSize(20_000).startsWith("Yes x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{@example.com : pass}|fail|jane@example.com|true",
                "{@mail.example.com : pass}|none|jane@example.com|false",
                "{@evil.example : pass}|pass|x@evil.example|false",
                "none|pass|bounce@example.com|true",
                "none|pass|bounce@mta.example.com|true",
                "none|softfail|jane@example.com|false",
                "{@com : pass}|none|jane@example.com|false",
                "{@example.com : fail}|none|jane@example.com|false"
            })
    void saysWhetherAnythingVouchesForTheSender(String dkim, String spf, String envelopeFrom, boolean proven) {
        var form = MailForms.answer("Yes")
                .with("dkim", dkim)
                .with("SPF", spf)
                .with("envelope", "{\"to\":[\"reply@parse.example.org\"],\"from\":\"" + envelopeFrom + "\"}");

        assertThat(message(form).mail()).isEqualTo(new InboundText.Envelope(null, false, proven));
    }

    @Test
    void takesMailThatNobodyCanReturnForAMachines() {
        var form = MailForms.answer("Away").with("envelope", "{\"to\":[\"reply@parse.example.org\"],\"from\":\"\"}");

        assertThat(message(form).mail()).isEqualTo(new InboundText.Envelope(null, true, true));
    }

    @Test
    void takesTheUnsubscribeButtonForAStop() {
        var form = MailForms.answer("")
                .with("envelope", "{\"to\":[\"unsubscribe@parse.example.org\"],\"from\":\"jane@example.com\"}");

        assertThat(message(form).providerOptOut()).isEqualTo("STOP");
    }

    @Test
    void takesTheUnsubscribeButtonForAStopAlsoWhereAMachinePressesIt() {
        var form = MailForms.answer("")
                .header("Auto-Submitted", "auto-generated")
                .with("envelope", "{\"to\":[\"unsubscribe@parse.example.org\"],\"from\":\"\"}");

        assertThat(message(form).providerOptOut()).isEqualTo("STOP");
        assertThat(message(form).mail()).isEqualTo(new InboundText.Envelope(null, true, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "", "<two words@example.com>"})
    void aSecondStopIsNoRepetitionOfTheFirstEvenIfNoIdTellsThemApart(String id) {
        var stop = MailForms.answer("STOP").header("Message-ID", id);
        var again = MailForms.answer("STOP").header("Message-ID", id).header("Date", "Tue, 3 Mar 2026 08:00:00 +0000");
        var rawHead = "From: jane@example.com\r\nMessage-ID: " + id + "\r\nDate: ";

        assertThat(observe(stop).dedupeKey())
                .isEqualTo(observe(stop).dedupeKey())
                .isNotEqualTo(observe(again).dedupeKey());
        assertThat(observe(raw(rawHead + "Mon, 2 Mar 2026 08:00:00 +0000\r\n\r\nSTOP"))
                        .dedupeKey())
                .isNotEqualTo(observe(raw(rawHead + "Tue, 3 Mar 2026 08:00:00 +0000\r\n\r\nSTOP"))
                        .dedupeKey());
    }

    private static MailForms raw(String mail) {
        return MailForms.answer("").without("text").without("headers").with("email", mail);
    }

    @Test
    void tellsMailsApartByIdAndText() {
        var one = observe(MailForms.answer("Yes"));

        assertThat(observe(MailForms.answer("Yes").attachment("attachment1", new byte[9]))
                        .dedupeKey())
                .as("told again with another attachment")
                .isEqualTo(one.dedupeKey());
        assertThat(observe(MailForms.answer("No")).dedupeKey()).isNotEqualTo(one.dedupeKey());
        assertThat(observe(MailForms.answer("Yes").header("Message-ID", "<m2@mail.example.com>"))
                        .dedupeKey())
                .isNotEqualTo(one.dedupeKey());
        assertThat(observe(MailForms.answer("Yes").header("From", "john@example.com"))
                        .dedupeKey())
                .isNotEqualTo(one.dedupeKey());
        assertThat(message(MailForms.answer("Yes").header("Message-ID", "none")).providerMessageId())
                .hasSize(64);
    }

    @Test
    void keepsWhatHasNoSender() {
        var form = MailForms.answer("Yes")
                .header("From", "undisclosed")
                .with("from", "")
                .with("envelope", "not json");

        assertThat(observe(form).meaning()).isEqualTo(new Interpretation.Rejected("no-sender"));
        assertThat(interpreter
                        .interpret(
                                new Notice(Source.SENDGRID_INBOUND, "", "{".getBytes(StandardCharsets.US_ASCII), NOW))
                        .getFirst()
                        .meaning())
                .isEqualTo(new Interpretation.Rejected("unreadable-form"));
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
                .forEach(body -> assertThatCode(() -> interpreter.interpret(notice(body)))
                        .doesNotThrowAnyException());
    }

    private InboundText message(MailForms form) {
        assertThat(observe(form).meaning()).isInstanceOf(Interpretation.Inbound.class);
        return ((Interpretation.Inbound) observe(form).meaning()).message();
    }

    private Observation observe(MailForms form) {
        return interpreter.interpret(notice(form.body())).getFirst();
    }

    private static Notice notice(byte[] body) {
        var form = MailForm.read(new ByteArrayInputStream(body), MailForms.TYPE);
        return new Notice(Source.SENDGRID_INBOUND, "", form.json(), NOW);
    }
}
