package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

/** Strangers who send slowly or very much. */
@ServiceTest(schema = "ovhi_webhook")
@TestPropertySource(
        properties = {
            "outreach.webhook.limits.at-once=4",
            "outreach.webhook.limits.strangers-at-once=4",
            "outreach.webhook.limits.failures=5",
            "outreach.webhook.limits.body-time=1s",
            "server.tomcat.connection-timeout=5s",
            "outreach.webhook.limits.suspects-at-once=1",
            "outreach.web.client-address-header=X-Client"
        })
class LimitServiceTests extends ProviderCalls {

    private static final String STATUS = "/api/v1/webhooks/twilio/status";

    private final MeterRegistry meters;
    private final int port;

    LimitServiceTests(TestKafka kafka, JdbcTemplate jdbc, MeterRegistry meters, @LocalServerPort int port) {
        super(kafka, jdbc, port);
        this.meters = meters;
        this.port = port;
    }

    @Test
    void whoSendsABodyDropByDropIsNotWaitedFor() throws Exception {
        try (var slow = open("10.1.0.1", STATUS)) {
            var begin = System.nanoTime();

            drip(slow);

            assertThat(firstLine(slow)).contains(" 503 ");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(7));
        }
    }

    @Test
    void whoSendsNothingMoreIsNotWaitedForEither() throws Exception {
        try (var silent = open("10.1.0.2", STATUS)) {
            silent.setSoTimeout(9_000);

            assertThat(firstLine(silent))
                    .as("no 408: a mail would not come again")
                    .contains(" 503 ");
        }
    }

    @Test
    void oneProvidersFloodLeavesThePlacesOfTheOthersAndIsAskedToComeAgain() throws Exception {
        var flood = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 4; i++) {
                flood.add(open("10.2.0." + i, STATUS));
            }

            await().atMost(Duration.ofSeconds(4))
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> {
                        var refused = post("10.2.1.1", STATUS);
                        assertThat(refused).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 1");
                    });
            assertThat(sendGrid(sendGridEvent(Ids.next(), "open")).statusCode()).isEqualTo(200);
            assertThat(meters.counter("outreach.webhook.shed", "lane", "twilio-strangers")
                            .count())
                    .isPositive();
        } finally {
            for (var socket : flood) {
                socket.close();
            }
        }
    }

    @Test
    void strangersCannotTakeThePlacesOfThoseWhoSign() throws Exception {
        assertThat(signed("10.4.0.1").statusCode()).isEqualTo(204);
        var flood = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 4; i++) {
                flood.add(open("10.4.1." + i, STATUS));
            }
            await().atMost(Duration.ofSeconds(4))
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(post("10.4.2.1", STATUS)).startsWith("HTTP/1.1 503"));

            assertThat(signed("10.4.0.1").statusCode()).isEqualTo(204);
        } finally {
            for (var socket : flood) {
                socket.close();
            }
        }
    }

    @Test
    void nobodyIsTrustedForWhatNeedsNoSignature() throws Exception {
        var options = request(STATUS).header("X-Client", "10.5.0.1").method("OPTIONS", BodyPublishers.noBody());
        assertThat(send(options).statusCode()).isEqualTo(200);
        for (var i = 0; i < 5; i++) {
            assertThat(post("10.5.0.1", STATUS)).startsWith("HTTP/1.1 403");
        }

        try (var taken = hold("10.5.0.1")) {
            await().atMost(Duration.ofSeconds(4))
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(post("10.5.0.1", STATUS)).startsWith("HTTP/1.1 503"));
            taken.getOutputStream().flush();
        }
        awaitFreePlace("10.5.0.1");
    }

    @Test
    void whatATrustedClientSendsInVainIsCounted() throws Exception {
        signed("10.6.0.1");
        try (var slow = open("10.6.0.1", STATUS)) {
            drip(slow);
            assertThat(firstLine(slow)).contains(" 503 ");
        }

        await().untilAsserted(() -> assertThat(meters.counter(
                                "outreach.webhook.unheard", "party", "twilio", "status", "503", "client", "trusted")
                        .count())
                .isPositive());
    }

    @Test
    void whoSendsRubbishOnlySharesOnePlaceWithItsKind() throws Exception {
        for (var i = 0; i < 5; i++) {
            assertThat(post("10.3.0.1", STATUS)).startsWith("HTTP/1.1 403");
        }

        try (var taken = hold("10.3.0.1")) {
            await().atMost(Duration.ofSeconds(4))
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(post("10.3.0.1", STATUS)).startsWith("HTTP/1.1 503"));
            assertThat(post("10.3.0.2", STATUS)).startsWith("HTTP/1.1 403");
            taken.getOutputStream().flush();
        }
        awaitFreePlace("10.3.0.1");
    }

    /** Takes the only place of its kind; who is answered at once came while the one before had not given it back. */
    private Socket hold(String client) throws IOException {
        while (true) {
            var socket = open(client, STATUS);
            socket.setSoTimeout(300);
            try {
                assertThat(socket.getInputStream().read()).isNotEqualTo(-1);
                socket.close();
            } catch (SocketTimeoutException e) {
                return socket;
            }
        }
    }

    /** The next test finds the only place of its kind free. */
    private void awaitFreePlace(String client) {
        await().atMost(Duration.ofSeconds(8))
                .untilAsserted(() -> assertThat(post(client, STATUS)).startsWith("HTTP/1.1 403"));
    }

    /** Sends byte after byte until it is answered. */
    private static void drip(Socket slow) {
        await().atMost(Duration.ofSeconds(8)).until(() -> {
            slow.getOutputStream().write('x');
            slow.getOutputStream().flush();
            return slow.getInputStream().available() > 0;
        });
    }

    private HttpResponse<String> signed(String client) throws IOException, InterruptedException {
        var form = Map.of("MessageSid", "SM" + Ids.next(), "MessageStatus", "sent");
        return send(twilioRequest(STATUS, form, "twilio-token").header("X-Client", client));
    }

    /** A request whose body of 1,000 bytes is still to come. */
    private Socket open(String client, String path) throws IOException {
        var socket = new Socket("127.0.0.1", port);
        write(
                socket,
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Client: " + client
                        + "\r\nContent-Length: 1000\r\n\r\n");
        return socket;
    }

    private String post(String client, String path) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            write(
                    socket,
                    "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Client: " + client
                            + "\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=b");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String firstLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (var next = socket.getInputStream().read();
                next >= 0 && next != '\r';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
