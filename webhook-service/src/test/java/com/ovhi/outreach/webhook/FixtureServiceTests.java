package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.TemplateStatusReported;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.webhook.ledger.Ledger;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Arrival;
import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** A payload of every type of event the three providers know, and what each means. */
@ServiceTest(schema = "ovhi_webhook")
class FixtureServiceTests {

    private static final Instant NOW = Instant.ofEpochSecond(1_772_463_600);
    private static final int SHUFFLES = 10;

    private final List<Interpreter> interpreters;
    private final Ledger ledger;
    private final JdbcTemplate jdbc;

    FixtureServiceTests(List<Interpreter> interpreters, Ledger ledger, JdbcTemplate jdbc) {
        this.interpreters = interpreters;
        this.ledger = ledger;
        this.jdbc = jdbc;
    }

    @Test
    void meansWhatItsTableSays() throws IOException {
        var fixtures = fixtures();

        assertThat(fixtures).hasSizeGreaterThan(70);
        assertThat(fixtures)
                .allSatisfy(fixture -> assertThat(interpret(fixture))
                        .as(fixture.toString())
                        .singleElement()
                        .satisfies(each -> assertThat(means(each.meaning()))
                                .isEqualTo(fixture.path("means").asString())));
    }

    @Test
    void isToldOnceInWhateverOrderAndHoweverOftenItComes() throws IOException {
        var account = new Account("fixtures", null);
        var fixtures = fixtures();
        var random = new Random(7);
        for (var time = 0; time < SHUFFLES; time++) {
            var told = new ArrayList<>(fixtures);
            told.addAll(fixtures);
            told.addAll(fixtures);
            Collections.shuffle(told, random);
            told.forEach(fixture -> ledger.record(Arrival.all(interpret(fixture), account, NOW, null)));
        }

        var stored =
                jdbc.queryForList("SELECT dedupe_key FROM webhook_events WHERE account = 'fixtures'", String.class);
        assertThat(stored)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(fixtures.stream()
                        .flatMap(fixture -> interpret(fixture).stream())
                        .map(Observation::dedupeKey)
                        .collect(Collectors.toSet()));
    }

    private List<Observation> interpret(JsonNode fixture) {
        var source = Source.valueOf(fixture.path("source").asString());
        var body = fixture.path("body");
        var bytes = (body.isString() ? body.asString() : body.toString()).getBytes(StandardCharsets.UTF_8);
        return interpreters.stream()
                .filter(each -> each.source() == source)
                .findFirst()
                .orElseThrow()
                .interpret(new Notice(source, fixture.path("query").asString(), bytes, NOW));
    }

    private static String means(Interpretation meaning) {
        return switch (meaning) {
            case Interpretation.Delivery(var report) -> "delivery " + means(report);
            case Interpretation.Inbound(var message) -> "inbound " + means(message);
            case Interpretation.TemplateStatus(var report) -> "template " + means(report);
            case Interpretation.Ignored(var reason) -> "ignored " + reason;
            case Interpretation.Unknown(var word) -> "unknown " + word;
            case Interpretation.Rejected(var reason) -> "rejected " + reason;
        };
    }

    private static String means(DeliveryReported report) {
        var failureClass = report.failureClass();
        var failure = report.failureCode() == null
                ? ""
                : " " + (failureClass == null ? "-" : failureClass.code()) + " " + report.failureCode();
        return report.state().code() + failure + (report.machine() ? " machine" : "");
    }

    private static String means(InboundText message) {
        return message.body() + (message.providerOptOut() == null ? "" : " " + message.providerOptOut());
    }

    private static String means(TemplateStatusReported report) {
        return report.name() + " " + orDash(report.state()) + " " + orDash(report.category());
    }

    private static String orDash(@Nullable String word) {
        return Objects.requireNonNullElse(word, "-");
    }

    private static List<JsonNode> fixtures() throws IOException {
        try (var lines = Files.lines(Path.of("src/test/resources/fixtures/events.ndjson"))) {
            return lines.map(line -> ContractJson.mapper().readTree(line)).toList();
        }
    }
}
