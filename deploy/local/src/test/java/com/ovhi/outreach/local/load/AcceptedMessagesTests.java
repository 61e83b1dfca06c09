package com.ovhi.outreach.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import com.ovhi.outreach.local.check.evidence.SimulatorsApi;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Following ledgers that grow. */
class AcceptedMessagesTests {

    /** The kinds of the lines of Twilio's ledger; the others are empty. */
    private final List<String> lines = new ArrayList<>();

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private AcceptedMessages accepted;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/simulators", this::answer);
        server.start();
        accepted = new AcceptedMessages(
                new SimulatorsApi("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsEachLineOnceAndKeepsTheMessages() throws IOException {
        lines.addAll(List.of("CALL", "MESSAGE", "STATUS", "MESSAGE"));
        accepted.read();
        assertThat(accepted.byJob()).containsOnlyKeys("job-2", "job-4");

        lines.addAll(List.of("CALL", "MESSAGE"));
        accepted.read();
        accepted.read();

        assertThat(accepted.byJob()).containsOnlyKeys("job-2", "job-4", "job-6");
        assertThat(accepted.byJob().values())
                .allSatisfy(each -> assertThat(each).hasSize(1));
        assertThat(asked.stream().filter(each -> each.contains("twilio")))
                .extracting(each -> each.replaceAll(".*after=(\\d+).*", "$1"))
                .containsExactly("0", "4", "6");
    }

    @Test
    void keepsBothWhenAJobIsAcceptedTwice() throws IOException {
        lines.addAll(List.of("MESSAGE", "AGAIN"));

        accepted.read();

        assertThat(accepted.byJob().get("job-1")).extracting(LedgerEntry::seq).containsExactly(1L, 2L);
    }

    @Test
    void leavesCountingToTheSimulators() throws IOException {
        lines.addAll(List.of("CALL", "MESSAGE", "MESSAGE"));

        assertThat(accepted.count()).isEqualTo(2);
        assertThat(asked).containsExactly("/simulators/summary");
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        var body = (exchange.getRequestURI().getPath().endsWith("/summary") ? summary() : page(exchange))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private String summary() {
        var messages = lines.stream().filter("MESSAGE"::equals).count();
        var none = "{\"counts\":{\"message\":0}}";
        return "{\"twilio\":{\"counts\":{\"message\":" + messages + "}},\"sendgrid\":" + none + ",\"whatsapp\":" + none
                + "}";
    }

    private String page(HttpExchange exchange) {
        var twilio = exchange.getRequestURI().getPath().endsWith("/twilio");
        var after = Integer.parseInt(exchange.getRequestURI().getQuery().replaceAll(".*after=(\\d+).*", "$1"));
        var last = twilio ? lines.size() : 0;
        var entries = new ArrayList<String>();
        for (var seq = after + 1; seq <= last; seq++) {
            switch (lines.get(seq - 1)) {
                case "MESSAGE" -> entries.add(message(seq, seq));
                case "AGAIN" -> entries.add(message(seq, seq - 1));
                default -> {
                    // Not asked for.
                }
            }
        }
        return "{\"entries\":[" + String.join(",", entries) + "],\"next_after\":" + last + ",\"last_seq\":" + last
                + "}";
    }

    private static String message(int seq, int job) {
        return """
                {"seq":%d,"kind":"MESSAGE","at":"2026-03-02T17:00:00Z","real_at":"2026-03-02T17:00:00Z","job_id":"job-%d"}""".formatted(seq, job);
    }
}
