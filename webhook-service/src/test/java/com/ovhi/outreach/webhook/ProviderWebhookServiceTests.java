package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.TemplateStatusReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** From a provider's signed request to what the suite learns of it, over real servers. */
@ServiceTest(schema = "ovhi_webhook")
class ProviderWebhookServiceTests extends ProviderCalls {

    private final FieldCipher cipher;
    private final AddressHash hashes;

    ProviderWebhookServiceTests(
            TestKafka kafka, JdbcTemplate jdbc, FieldCipher cipher, AddressHash hashes, @LocalServerPort int port) {
        super(kafka, jdbc, port);
        this.cipher = cipher;
        this.hashes = hashes;
    }

    @Test
    void sendGridEventsToldThreeTimesInAnyOrderAreReportedOnce() throws Exception {
        var job = Ids.next();
        var events = new ArrayList<>(
                List.of(sendGridEvent(job, "processed"), sendGridEvent(job, "delivered"), sendGridEvent(job, "open")));

        for (var time = 0; time < 3; time++) {
            assertThat(sendGrid(String.join(",", events)).statusCode()).isEqualTo(200);
            Collections.reverse(events);
        }

        var last = sendGridEvent(job, "click");
        sendGrid(last);
        awaitState(job, DeliveryState.CLICKED);
        assertThat(reports(job))
                .extracting(DeliveryReported::state)
                .containsExactly(
                        DeliveryState.ACCEPTED, DeliveryState.DELIVERED, DeliveryState.OPENED, DeliveryState.CLICKED);
        assertThat(kafka.records(Topics.DELIVERY))
                .filteredOn(each -> each.as(DeliveryReported.class).jobId() != null)
                .allMatch(each ->
                        String.valueOf(each.as(DeliveryReported.class).jobId()).equals(each.key()));
    }

    @Test
    void aBadEventDoesNotHoldUpTheGoodOnesAroundIt() throws Exception {
        var job = Ids.next();

        var response = sendGrid(
                sendGridEvent(job, "processed") + ",{\"nonsense\":\"" + job + "\"}," + sendGridEvent(job, "delivered"));

        assertThat(response.statusCode()).isEqualTo(200);
        awaitState(job, DeliveryState.DELIVERED);
        assertThat(count("SELECT COUNT(*) FROM webhook_events WHERE state = 'rejected'"))
                .isPositive();
    }

    @Test
    void aThousandEventsInOneRequestAreAllReported() throws Exception {
        var job = Ids.next();
        var body = IntStream.range(0, 1_000)
                .mapToObj(each -> sendGridEvent(job, "open", job + "-" + each))
                .collect(Collectors.joining(","));

        assertThat(sendGrid(body).statusCode()).isEqualTo(200);
        assertThat(sendGrid(body).statusCode()).isEqualTo(200);

        assertThat(count("SELECT COUNT(*) FROM webhook_events WHERE job_id = '" + job + "'"))
                .isEqualTo(1_000);
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE event_key = '" + job + "'"))
                .isEqualTo(1_000);
    }

    @Test
    void theSameEventsFromManySidesAtOnceAreReportedOnce() throws Exception {
        var job = Ids.next();
        var events = IntStream.range(0, 40)
                .mapToObj(each -> sendGridEvent(job, "open", job + "-" + each))
                .toList();
        Callable<Integer> delivery = () -> {
            var shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled);
            return sendGrid(String.join(",", shuffled)).statusCode();
        };

        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : senders.invokeAll(Collections.nCopies(8, delivery))) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }

        assertThat(count("SELECT COUNT(*) FROM outbox WHERE event_key = '" + job + "'"))
                .isEqualTo(40);
    }

    @Test
    void aTwilioStatusIsTiedToItsJobAndAnsweredWithNothing() throws Exception {
        var job = Ids.next();
        var form = Map.of(
                "MessageSid", "SM" + job, "MessageStatus", "undelivered", "ErrorCode", "30006", "To", "+15551234567");

        var response = twilio("/api/v1/webhooks/twilio/status?job=" + job + "&a=1", form, "twilio-token");
        var again = twilio("/api/v1/webhooks/twilio/status?job=" + job + "&a=1", form, "old-token");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(again.statusCode()).isEqualTo(204);
        var report = awaitState(job, DeliveryState.FAILED);
        assertThat(report.failureCode()).isEqualTo("30006");
        assertThat(report.channel()).isEqualTo(Channel.SMS);
        assertThat(reports(job)).hasSize(1);
    }

    @Test
    void statusesOfTheSameMomentAreAllReportedOnce() throws Exception {
        var jobs = Stream.generate(Ids::next).limit(60).toList();

        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = senders.invokeAll(jobs.stream()
                    .<Callable<Integer>>map(job -> () -> {
                        var form = Map.of("MessageSid", "SM" + job, "MessageStatus", "sent");
                        var path = "/api/v1/webhooks/twilio/status?job=" + job + "&a=1";
                        return twilio(path, form, "twilio-token").statusCode();
                    })
                    .toList());
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(204);
            }
        }

        var all = jobs.stream().map("'%s'"::formatted).collect(Collectors.joining(","));
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE event_key IN (" + all + ")"))
                .isEqualTo(jobs.size());
    }

    @Test
    void aTextIsSealedAndAnsweredWithAnEmptyResponse() throws Exception {
        var sid = "SM" + UUID.randomUUID();
        var form = Map.of("MessageSid", sid, "From", "+15551230001", "To", "+15005550006", "Body", "Sí, por favor");

        var response = twilio("/api/v1/webhooks/twilio/inbound", form, "twilio-token");
        twilio("/api/v1/webhooks/twilio/inbound", form, "twilio-token");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/xml");
        assertThat(response.body()).isEqualTo("<Response/>");
        var inbound = awaitInbound(sid);
        assertThat(inbound.fromHash()).isEqualTo(hashes.of(new PhoneNumber("+15551230001")));
        assertThat(cipher.open(inbound.body(), "inbound|body|" + inbound.inboundId()))
                .isEqualTo("Sí, por favor");
        assertThat(cipher.open(inbound.from(), "inbound|from|" + inbound.inboundId()))
                .isEqualTo("+15551230001");
        assertThat(ContractJson.writeText(inbound)).doesNotContain("5551230001").doesNotContain("favor");
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE event_key = '" + inbound.fromHash() + "'"))
                .isEqualTo(1);
    }

    @Test
    void whatsAppStatusesAndMessagesArriveTogether() throws Exception {
        var job = Ids.next();
        var wamid = "wamid." + job;
        var body = """
                {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
                "metadata":{"display_phone_number":"15550051310"},
                "statuses":[{"id":"%s","status":"read","timestamp":"1772463000","biz_opaque_callback_data":"%s:1"}],
                "messages":[{"from_user_id":"US.1349","id":"%s-in","timestamp":"1772463000","type":"text","text":{"body":"Jos\\u00e9 👍"}}]
                }}]}]}""".formatted(wamid, job, wamid).getBytes(StandardCharsets.UTF_8);

        var response = post("/api/v1/webhooks/whatsapp", body, "X-Hub-Signature-256", Signing.hub("meta-secret", body));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(awaitState(job, DeliveryState.OPENED).attempt()).isEqualTo(1);
        var inbound = awaitInbound(wamid + "-in");
        assertThat(inbound.channel()).isEqualTo(Channel.WHATSAPP);
        assertThat(cipher.open(inbound.body(), "inbound|body|" + inbound.inboundId()))
                .isEqualTo("José 👍");
    }

    @Test
    void whatMetaThinksOfATemplateIsPublishedOncePerEvent() throws Exception {
        var name = "t" + Ids.next().toString().replace("-", "");
        var body = """
                {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","time":1772463000,"changes":[{
                "field":"message_template_status_update","value":{"event":"PAUSED","message_template_id":594425479261596,
                "message_template_name":"%s","message_template_language":"en_US","reason":"NONE"}}]}]}""".formatted(name).getBytes(StandardCharsets.UTF_8);
        var signature = Signing.hub("meta-secret", body);

        assertThat(post("/api/v1/webhooks/whatsapp", body, "X-Hub-Signature-256", signature)
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/api/v1/webhooks/whatsapp", body, "X-Hub-Signature-256", signature)
                        .statusCode())
                .isEqualTo(200);

        var report =
                kafka.await(Topics.TEMPLATE_STATUS, TemplateStatusReported.class, each -> name.equals(each.name()));
        assertThat(report.state()).isEqualTo("PAUSED");
        assertThat(report.templateId()).isEqualTo("594425479261596");
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE event_key = '" + name + ".en_US'"))
                .isEqualTo(1);
    }
}
