package com.ovhi.outreach.webhook.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wrote an e-mail, what it answers, and whether it came before. */
class MailSenderTests {

    private static final UUID JOB = UUID.fromString("0199b2c4-0000-7000-8000-000000000001");
    private static final String TAGGED = "reply+0199b2c4000070008000000000000001@parse.example.org";

    private final Mails mails = new Mails(new SimpleMeterRegistry());

    @Test
    void knowsTheJobByTheAddressThatWasAnswered() {
        var form = MailForms.answer("Yes")
                .with("envelope", "{\"to\":[\"" + TAGGED + "\"],\"from\":\"jane@example.com\"}")
                .without("dkim")
                .without("SPF");

        assertThat(mails.message(form).mail()).isEqualTo(new InboundText.Envelope(JOB, false, true));
        assertThat(mails.message(MailForms.answer("Yes")
                                .header("To", "Clinic <" + TAGGED.replace("reply", "REPLY") + ">"))
                        .mail())
                .isEqualTo(new InboundText.Envelope(JOB, false, true));
        assertThat(mails.message(MailForms.answer("Yes").with("to", "reply+0199b2c4@parse.example.org"))
                        .mail())
                .isEqualTo(new InboundText.Envelope(null, false, true));
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

            assertThat(mails.message(form).mail()).as(type).isEqualTo(new InboundText.Envelope(null, false, false));
            assertThat(mails.message(form).body()).isEqualTo("Yes");
        }
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

        assertThat(mails.message(form).mail()).isEqualTo(new InboundText.Envelope(null, false, proven));
    }

    @Test
    void takesMailThatNobodyCanReturnForAMachines() {
        var form = MailForms.answer("Away").with("envelope", "{\"to\":[\"reply@parse.example.org\"],\"from\":\"\"}");

        assertThat(mails.message(form).mail()).isEqualTo(new InboundText.Envelope(null, true, true));
    }

    @Test
    void takesTheUnsubscribeButtonForAStop() {
        var form = MailForms.answer("")
                .with("envelope", "{\"to\":[\"unsubscribe@parse.example.org\"],\"from\":\"jane@example.com\"}");

        assertThat(mails.message(form).providerOptOut()).isEqualTo("STOP");
    }

    @Test
    void takesTheUnsubscribeButtonForAStopAlsoWhereAMachinePressesIt() {
        var form = MailForms.answer("")
                .header("Auto-Submitted", "auto-generated")
                .with("envelope", "{\"to\":[\"unsubscribe@parse.example.org\"],\"from\":\"\"}");

        assertThat(mails.message(form).providerOptOut()).isEqualTo("STOP");
        assertThat(mails.message(form).mail()).isEqualTo(new InboundText.Envelope(null, true, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "", "<two words@example.com>"})
    void aSecondStopIsNoRepetitionOfTheFirstEvenIfNoIdTellsThemApart(String id) {
        var stop = MailForms.answer("STOP").header("Message-ID", id);
        var again = MailForms.answer("STOP").header("Message-ID", id).header("Date", "Tue, 3 Mar 2026 08:00:00 +0000");
        var rawHead = "From: jane@example.com\r\nMessage-ID: " + id + "\r\nDate: ";

        assertThat(mails.observe(stop).dedupeKey())
                .isEqualTo(mails.observe(stop).dedupeKey())
                .isNotEqualTo(mails.observe(again).dedupeKey());
        assertThat(mails.observe(raw(rawHead + "Mon, 2 Mar 2026 08:00:00 +0000\r\n\r\nSTOP"))
                        .dedupeKey())
                .isNotEqualTo(mails.observe(raw(rawHead + "Tue, 3 Mar 2026 08:00:00 +0000\r\n\r\nSTOP"))
                        .dedupeKey());
    }

    @Test
    void tellsMailsApartByIdAndText() {
        var one = mails.observe(MailForms.answer("Yes"));

        assertThat(mails.observe(MailForms.answer("Yes").attachment("attachment1", new byte[9]))
                        .dedupeKey())
                .as("told again with another attachment")
                .isEqualTo(one.dedupeKey());
        assertThat(mails.observe(MailForms.answer("No")).dedupeKey()).isNotEqualTo(one.dedupeKey());
        assertThat(mails.observe(MailForms.answer("Yes").header("Message-ID", "<m2@mail.example.com>"))
                        .dedupeKey())
                .isNotEqualTo(one.dedupeKey());
        assertThat(mails.observe(MailForms.answer("Yes").header("From", "john@example.com"))
                        .dedupeKey())
                .isNotEqualTo(one.dedupeKey());
        assertThat(mails.message(MailForms.answer("Yes").header("Message-ID", "none"))
                        .providerMessageId())
                .hasSize(64);
    }

    @Test
    void keepsWhatHasNoSender() {
        var form = MailForms.answer("Yes")
                .header("From", "undisclosed")
                .with("from", "")
                .with("envelope", "not json");

        assertThat(mails.observe(form).meaning()).isEqualTo(new Interpretation.Rejected("no-sender"));
        assertThat(mails.interpreter()
                        .interpret(new Notice(
                                Source.SENDGRID_INBOUND, "", "{".getBytes(StandardCharsets.US_ASCII), Mails.NOW))
                        .getFirst()
                        .meaning())
                .isEqualTo(new Interpretation.Rejected("unreadable-form"));
    }

    private static MailForms raw(String mail) {
        return MailForms.answer("").without("text").without("headers").with("email", mail);
    }
}
