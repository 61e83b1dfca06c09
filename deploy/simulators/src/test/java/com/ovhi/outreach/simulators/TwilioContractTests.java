package com.ovhi.outreach.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.twilio.exception.ApiException;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.security.RequestValidator;
import com.twilio.type.PhoneNumber;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioContractTests {

    private static final String SENDER = "+15005550006";
    private static final String SERVICE = "MG00000000000000000000000000000007";

    @TempDir
    static Path directory = Path.of("");

    private static Receiver receiver = new Receiver(0);
    private static Simulators simulators;
    private static TwilioRestClient client;

    @BeforeAll
    static void start() {
        simulators = Simulators.start(
                directory,
                receiver,
                "--simulators.patients.enabled=false",
                "--simulators.twilio.public-base=https://hooks.example",
                "--simulators.webhook-base=" + receiver.url(""));
        client = client(Simulators.TOKEN);
    }

    @AfterAll
    static void stop() {
        simulators.close();
        receiver.close();
    }

    @Test
    void acceptsAMessageFromTheRealClientAndReportsItsWayInSignedCallbacks() {
        String callback = "https://hooks.example/twilio/status/7?job=job-1&a=1";

        Message message = Message.creator(new PhoneNumber("+14155550101"), SERVICE, "See you at 9")
                .setStatusCallback(callback + "#rc=5&rp=all")
                .create(client);

        assertThat(message.getSid()).matches("SM[0-9a-f]{32}");
        assertThat(message.getStatus()).isEqualTo(Message.Status.ACCEPTED);
        await().untilAsserted(() -> assertThat(callbacks(message))
                .extracting(form -> form.get("MessageStatus"))
                .containsExactlyInAnyOrder("queued", "sent", "delivered"));
        RequestValidator validator = new RequestValidator(Simulators.TOKEN);
        assertThat(receiver.posts(post -> post.uri().equals("/twilio/status/7?job=job-1&a=1")))
                .hasSize(3)
                .allMatch(post -> validator.validate(callback, post.form(), post.header("X-Twilio-Signature")));
    }

    @Test
    void showsWhatBecameOfAMessageByIdAndByRecipient() {
        ZonedDateTime before = ZonedDateTime.now(java.time.ZoneOffset.UTC).minusMinutes(1);
        Message message = message("+14155550102", "Where am I?");

        await().untilAsserted(() -> assertThat(
                        Message.fetcher(message.getSid()).fetch(client).getStatus())
                .isEqualTo(Message.Status.DELIVERED));

        assertThat(Message.reader()
                        .setTo(new PhoneNumber("+14155550102"))
                        .setFrom(new PhoneNumber(SENDER))
                        .setDateSentAfter(before)
                        .read(client))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.getSid()).isEqualTo(message.getSid());
                    assertThat(found.getBody()).isEqualTo("Where am I?");
                    assertThat(found.getErrorCode()).isNull();
                });
    }

    /** As clients write a form that do not say in which charset. */
    @Test
    void readsEveryScript() {
        String text = "Приём в 9:30, до встречи";
        String credentials = Base64.getEncoder()
                .encodeToString((Simulators.ACCOUNT + ":" + Simulators.TOKEN).getBytes(StandardCharsets.US_ASCII));

        String accepted = simulators
                .post(
                        "/2010-04-01/Accounts/" + Simulators.ACCOUNT + "/Messages.json",
                        "application/x-www-form-urlencoded",
                        "Basic " + credentials,
                        "To=%2B14155550191&From=%2B15005550006&Body=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .body();

        assertThat(accepted).contains(text);
        assertThat(message("+14155550192", text).getBody()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "+15005550001, 21211",
        "+15005550002, 21612",
        "+15005550003, 21408",
        "+15005550004, 21610",
        "+15005550009, 21614",
        "12, 21211"
    })
    void refusesTheMagicNumbersWithTheirCodes(String to, int code) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> message(to, "Hi"))
                .satisfies(refusal -> {
                    assertThat(refusal.getCode()).isEqualTo(code);
                    assertThat(refusal.getStatusCode()).isEqualTo(400);
                });
    }

    @Test
    void demandsATextARecipientAndTheRightToken() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> message("+14155550103", ""))
                .satisfies(refusal -> assertThat(refusal.getCode()).isEqualTo(21602));
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> message("", "Hi"))
                .satisfies(refusal -> assertThat(refusal.getCode()).isEqualTo(21604));
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> Message.creator(new PhoneNumber("+14155550103"), new PhoneNumber(SENDER), "Hi")
                        .create(client("wrong")))
                .satisfies(refusal -> assertThat(refusal.getCode()).isEqualTo(20003));
    }

    @Test
    void blocksAPatientWhoWroteStopUntilStart() {
        String patient = "+14155550104";
        message(patient, "Hello");

        write(patient, "stop");

        await().untilAsserted(() -> assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> message(patient, "Hello again"))
                .satisfies(refusal -> assertThat(refusal.getCode()).isEqualTo(21610)));
        assertThat(inbound(patient)).singleElement().satisfies(form -> {
            assertThat(form).containsEntry("OptOutType", "STOP").containsEntry("To", SENDER);
            assertThat(form).containsEntry("Body", "stop").containsEntry("SmsStatus", "received");
        });

        write(patient, "START");

        await().untilAsserted(() -> assertThat(inbound(patient)).hasSize(2));
        assertThat(message(patient, "Welcome back").getSid()).isNotBlank();
    }

    @Test
    void doesNotBlockAPatientWhoOnlyMentionsStopping() {
        write("+14155550105", "Stop please");

        await().untilAsserted(() -> assertThat(inbound("+14155550105"))
                .singleElement()
                .satisfies(form -> assertThat(form).doesNotContainKey("OptOutType")));
        assertThat(simulators.ledger("twilio", "BLOCK"))
                .noneMatch(block -> block.path("to").stringValue().equals("+14155550105"));
    }

    @Test
    void failsAMessageWithTheCodeThatWasAskedFor() {
        simulators.put("/simulators/behaviour/twilio", "{\"failures\":[{\"code\":\"30007\",\"rate\":1}]}");
        try {
            Message message = Message.creator(new PhoneNumber("+14155550106"), new PhoneNumber(SENDER), "Cheap pills")
                    .setStatusCallback(receiver.url("/failing"))
                    .create(client);

            await().untilAsserted(() -> assertThat(callbacks(message))
                    .anySatisfy(form -> assertThat(form)
                            .containsEntry("MessageStatus", "undelivered")
                            .containsEntry("ErrorCode", "30007")));
        } finally {
            simulators.postJson("/simulators/reset", "");
        }
    }

    private static Message message(String to, String body) {
        return Message.creator(new PhoneNumber(to), new PhoneNumber(SENDER), body)
                .create(client);
    }

    private static void write(String from, String body) {
        String reply = "{\"channel\":\"sms\",\"from\":\"%s\",\"body\":\"%s\"}".formatted(from, body);
        assertThat(simulators.postJson("/simulators/patients/reply", reply).statusCode())
                .isEqualTo(202);
    }

    private static List<Map<String, String>> callbacks(Message message) {
        return receiver.posts(post -> !post.uri().startsWith("/inbound")).stream()
                .map(Receiver.Post::form)
                .filter(form -> message.getSid().equals(form.get("MessageSid")))
                .toList();
    }

    private static List<Map<String, String>> inbound(String patient) {
        return receiver.posts(post -> post.uri().equals("/inbound")).stream()
                .map(Receiver.Post::form)
                .filter(form -> patient.equals(form.get("From")))
                .toList();
    }

    private static TwilioRestClient client(String token) {
        return new TwilioRestClient.Builder(Simulators.ACCOUNT, token)
                .httpClient(new NetworkHttpClient() {
                    @Override
                    public Response makeRequest(Request request) {
                        Request local = new Request(
                                request.getMethod(),
                                request.getUrl().replace("https://api.twilio.com", "http://" + simulators.authority()));
                        copy(request, local);
                        return super.makeRequest(local);
                    }
                })
                .build();
    }

    private static void copy(Request from, Request to) {
        to.setAuth(from.getUsername(), from.getPassword());
        from.getQueryParams().forEach((name, values) -> values.forEach(value -> to.addQueryParam(name, value)));
        from.getPostParams().forEach((name, values) -> values.forEach(value -> to.addPostParam(name, value)));
        from.getHeaderParams().forEach((name, values) -> values.forEach(value -> to.addHeaderParam(name, value)));
        if (from.getContentType() != null) {
            to.setContentType(from.getContentType());
        }
    }
}
