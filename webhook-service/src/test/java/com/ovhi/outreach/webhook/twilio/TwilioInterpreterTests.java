package com.ovhi.outreach.webhook.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.provider.CodeBook;
import com.ovhi.outreach.common.provider.UnknownCodes;
import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpretation.Delivery;
import com.ovhi.outreach.webhook.notice.Interpretation.Inbound;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioInterpreterTests {

    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
    private static final UUID JOB = UUID.fromString("0199b2c4-0000-7000-8000-000000000001");
    private static final String SID = "SM0123456789abcdef0123456789abcdef";

    private final TwilioStatusInterpreter statuses = new TwilioStatusInterpreter(
            new TwilioVocabulary(new CodeBook(new UnknownCodes(new SimpleMeterRegistry()))));
    private final TwilioInboundInterpreter inbound = new TwilioInboundInterpreter();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "sent,-,SENT,-", "delivered,-,DELIVERED,-", "read,-,OPENED,-",
                "undelivered,30003,FAILED,RETRY", "undelivered,30005,FAILED,PERM_ADDR",
                        "undelivered,30006,FAILED,PERM_ADDR",
                "undelivered,30007,FAILED,PERM_MSG", "failed,30008,FAILED,RETRY", "failed,21610,FAILED,OPTOUT",
                "failed,21211,FAILED,PERM_ADDR", "failed,21614,FAILED,PERM_ADDR", "failed,30034,FAILED,CONFIG",
                "failed,20429,FAILED,THROTTLE", "failed,63016,FAILED,WINDOW", "failed,99999,FAILED,PERM_MSG",
                "failed,-,FAILED,PERM_MSG", "undelivered,30036,EXPIRED,-", "canceled,-,FAILED,PERM_MSG"
            })
    void knowsTheStatuses(
            String status, @Nullable String code, DeliveryState state, @Nullable FailureClass failureClass) {
        var observation = status("job=" + JOB + "&a=3", status, code);

        assertThat(observation.meaning()).isInstanceOfSatisfying(Delivery.class, delivery -> {
            var report = delivery.report();
            assertThat(report.state()).isEqualTo(state);
            assertThat(report.failureClass()).isEqualTo(failureClass);
            assertThat(report.jobId()).isEqualTo(JOB);
            assertThat(report.attempt()).isEqualTo(3);
            assertThat(report.providerMessageId()).isEqualTo(SID);
            assertThat(report.channel()).isEqualTo(Channel.SMS);
            assertThat(report.occurredAt()).isEqualTo(NOW);
        });
        assertThat(observation.dedupeKey())
                .isEqualTo("status|" + SID + "|" + status + "|" + (code == null ? "" : code));
    }

    @ParameterizedTest
    @CsvSource({"queued", "accepted", "sending", "scheduled"})
    void passesOverWhatWeKnowAlready(String status) {
        assertThat(status("", status, null).meaning()).isEqualTo(new Interpretation.Ignored(status));
    }

    @ParameterizedTest
    @CsvSource({"job=1%27%20OR%201", "job=&a=x", "a=1", "''"})
    void findsTheMessageWithoutAJob(String query) {
        assertThat(status(query, "delivered", null).meaning()).isInstanceOfSatisfying(Delivery.class, delivery -> {
            assertThat(delivery.report().jobId()).isNull();
            assertThat(delivery.report().attempt()).isNull();
            assertThat(delivery.report().providerMessageId()).isEqualTo(SID);
        });
    }

    @Test
    void keepsWhatItCannotRead() {
        assertThat(statuses.interpret(notice(Source.TWILIO_STATUS, "", "To=%2B1"))
                        .getFirst()
                        .meaning())
                .isInstanceOf(Interpretation.Rejected.class);
        assertThat(statuses.interpret(notice(Source.TWILIO_STATUS, "", "a=%zz"))
                        .getFirst()
                        .meaning())
                .isInstanceOf(Interpretation.Rejected.class);
        assertThat(status("", "vanished", null).meaning()).isEqualTo(new Interpretation.Unknown("vanished"));
    }

    @Test
    void readsWhatAPatientWrote() {
        var message = inbound("From=%2B15551234567&To=%2B15005550006&Body=S%C3%AD%2C+confirmo&OptOutType=START");

        assertThat(message.from()).isEqualTo(new PhoneNumber("+15551234567"));
        assertThat(message.to()).isEqualTo("+15005550006");
        assertThat(message.body()).isEqualTo("Sí, confirmo");
        assertThat(message.providerOptOut()).isEqualTo("START");
        assertThat(message.channel()).isEqualTo(Channel.SMS);
        assertThat(message.receivedAt()).isEqualTo(NOW);
        assertThat(message.toString()).doesNotContain("confirmo").doesNotContain("555");
    }

    @Test
    void readsWhatsAppCarriedByTwilio() {
        var message =
                inbound("From=whatsapp%3A%2B15551234567&To=whatsapp%3A%2B15005550006&Body=Yes&ButtonPayload=confirm"
                        + "&OriginalRepliedMessageSid=SM9");

        assertThat(message.channel()).isEqualTo(Channel.WHATSAPP);
        assertThat(message.from()).isEqualTo(new PhoneNumber("+15551234567"));
        assertThat(message.buttonPayload()).isEqualTo("confirm");
        assertThat(message.repliedToMessageId()).isEqualTo("SM9");
    }

    @Test
    void losesNobodyWithoutATelephoneNumber() {
        assertThat(inbound("From=12345&Body=hi").from()).isEqualTo(new PhoneNumber("12345"));
        assertThat(inbound("ExternalUserId=whatsapp%3AUS.1349000000000001&Body=hi")
                        .from())
                .isEqualTo(new PhoneNumber("US.1349000000000001"));
        assertThat(inbound("From=%2B15551234567&NumMedia=1").body()).isEmpty();
    }

    @Test
    void readsJsonWhereTheUrlAnnouncesIt() {
        var json = "{\"MessageSid\":\"" + SID + "\",\"MessageStatus\":\"delivered\",\"To\":\"+15551234567\"}";
        var observation = statuses.interpret(notice(Source.TWILIO_STATUS, "bodySHA256=00&job=" + JOB, json))
                .getFirst();

        assertThat(observation.meaning()).isInstanceOf(Delivery.class);
    }

    private Observation status(String query, String status, @Nullable String code) {
        var form = "MessageSid=" + SID + "&MessageStatus=" + status + "&To=%2B15551234567"
                + (code == null ? "" : "&ErrorCode=" + code);
        return statuses.interpret(notice(Source.TWILIO_STATUS, query, form)).getFirst();
    }

    private InboundText inbound(String form) {
        var meaning = inbound.interpret(notice(Source.TWILIO_INBOUND, "", "MessageSid=" + SID + "&" + form))
                .getFirst()
                .meaning();
        assertThat(meaning).isInstanceOf(Inbound.class);
        return ((Inbound) meaning).message();
    }

    private static Notice notice(Source source, String query, String body) {
        return new Notice(source, query, body.getBytes(StandardCharsets.UTF_8), NOW);
    }
}
