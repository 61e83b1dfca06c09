package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

/** Strangers who send slowly or very much. */
@ServiceTest(schema = "ovhi_webhook")
@TestPropertySource(
        properties = {
            "outreach.webhook.limits.at-once=4",
            "outreach.webhook.limits.failures=5",
            "outreach.webhook.limits.body-time=1s",
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

            await().atMost(Duration.ofSeconds(8)).until(() -> {
                slow.getOutputStream().write('x');
                slow.getOutputStream().flush();
                return slow.getInputStream().available() > 0;
            });

            assertThat(firstLine(slow)).contains(" 408 ");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(7));
        }
    }

    @Test
    void whoSendsNothingMoreIsNotWaitedForEither() throws Exception {
        try (var silent = open("10.1.0.2", STATUS)) {
            silent.setSoTimeout(9_000);

            assertThat(firstLine(silent)).containsAnyOf(" 400 ", " 408 ");
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
            assertThat(meters.counter("outreach.webhook.shed", "lane", "twilio").count())
                    .isPositive();
        } finally {
            for (var socket : flood) {
                socket.close();
            }
        }
    }

    @Test
    void whoSendsRubbishOnlySharesOnePlaceWithItsKind() throws Exception {
        for (var i = 0; i < 5; i++) {
            assertThat(post("10.3.0.1", STATUS)).startsWith("HTTP/1.1 403");
        }

        try (var taken = open("10.3.0.1", STATUS)) {
            await().atMost(Duration.ofSeconds(4))
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(post("10.3.0.1", STATUS)).startsWith("HTTP/1.1 503"));
            assertThat(post("10.3.0.2", STATUS)).startsWith("HTTP/1.1 403");
            taken.getOutputStream().flush();
        }
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
