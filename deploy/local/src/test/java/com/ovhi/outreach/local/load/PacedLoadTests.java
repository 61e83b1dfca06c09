package com.ovhi.outreach.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacedLoadTests {

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Every third is refused; every second is answered in chunks. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + " " + body);
            var number = Integer.parseInt(body);
            var bytes = ("\"status\":202,".repeat(number)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(number % 3 == 0 ? 409 : 200, number % 2 == 0 ? 0 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private PacedLoad load() {
        return new PacedLoad(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "token", 3);
    }

    @Test
    void asksEachQuestionOnceAndCountsWhatIsAnsweredBadly() throws Exception {
        var measured = load().measure(12, 0, (connection, i) -> {
            var answer =
                    connection.post("/any", "key-" + i, Integer.toString(i + 1).getBytes(StandardCharsets.UTF_8));
            assertThat(answer.count("\"status\":202")).isEqualTo(i + 1);
            return answer.status() == 200;
        });

        assertThat(measured.failed()).isEqualTo(4);
        assertThat(measured.sorted()).hasSize(12).isSorted();
        assertThat(asked).hasSize(12).doesNotHaveDuplicates().contains("key-0 1", "key-11 12");
    }

    @Test
    void keepsToARate() throws Exception {
        var measured = load().measure(11, 50, (connection, i) -> {
            connection.post("/any", "key-" + i, "1".getBytes(StandardCharsets.UTF_8));
            return true;
        });

        assertThat(measured.took()).as("ten intervals of 20 ms").isGreaterThanOrEqualTo(200_000_000L);
        assertThat(measured.rate()).isLessThanOrEqualTo(55);
    }
}
