package com.ovhi.outreach.local.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.FakeService;
import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import com.ovhi.outreach.local.dashboards.Finding.Verdict;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** When a panel counts as one that shows something. */
class PanelCheckTests {

    private static final Instant NOW = Instant.parse("2026-03-02T17:00:00Z");

    private final FakeService prometheus = FakeService.start();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        prometheus.close();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            Calls,   `{"status":"success","data":{"result":[{"values":[[1,"0"],[2,"1.5"]]}]}}`,        SHOWN
            Calls,   `{"status":"success","data":{"result":[{"values":[[1,"NaN"],[2,"3"]]}]}}`,        SHOWN
            Calls,   `{"status":"success","data":{"result":[{"values":[[1,"NaN"],[2,"+Inf"]]}]}}`,     EMPTY
            Calls,   `{"status":"success","data":{"result":[]}}`,                                      EMPTY
            Calls,   `{"status":"error","error":"parse error: unexpected end of input"}`,              REFUSED
            Calls,   `<html>`,                                                                         REFUSED
            Rare,    `{"status":"success","data":{"result":[]}}`,                                      QUIET
            Rare,    `{"status":"error","error":"unknown function"}`,                                  REFUSED
            Rare,    `{"status":"success","data":{"result":[{"values":[[1,"0"]]}]}}`,                  SHOWN""")
    void judgesByWhatComesBack(String title, String answer, Verdict verdict) throws IOException {
        prometheus.answer("GET", "/api/v1/query_range", 200, answer);

        assertThat(findings(board("", title, "expr", "sum(rate(calls_total[5m]))")))
                .extracting(Finding::verdict)
                .containsExactly(verdict);
    }

    @Test
    void choosesEverythingThereIsToChoose() throws IOException {
        prometheus.answer(
                "GET",
                "/api/v1/label/provider/values",
                200,
                "{\"status\":\"success\",\"data\":[\"twilio\",\"sendgrid\"]}");
        prometheus.answer("GET", "/api/v1/query_range", 200, "{\"status\":\"success\",\"data\":{\"result\":[]}}");
        var variable = """
                {"name":"provider","type":"query","datasource":{"type":"prometheus"},
                 "query":"label_values(outreach_provider_in_flight, provider)"}""";

        findings(board(
                variable,
                "Calls",
                "expr",
                "rate(x{provider=~\\\"$provider\\\"}[$__rate_interval])+increase(x[$__range])"));

        assertThat(prometheus.requests())
                .extracting(each -> URLDecoder.decode(each.query(), StandardCharsets.UTF_8))
                .anyMatch(query -> query.contains("match[]=outreach_provider_in_flight"))
                .anyMatch(query -> query.contains("rate(x{provider=~\"twilio|sendgrid\"}[1m])+increase(x[600s])"));
    }

    @Test
    void aChoiceOfNothingIsAFault() throws IOException {
        prometheus.answer("GET", "/api/v1/label/provider/values", 200, "{\"status\":\"success\",\"data\":[]}");
        var variable = """
                {"name":"provider","type":"query","datasource":{"type":"prometheus"},
                 "query":"label_values(outreach_provider_in_flight, provider)"}""";

        assertThat(findings("{\"uid\":\"b\",\"templating\":{\"list\":[" + variable + "]},\"panels\":[]}"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.where()).isEqualTo("b: $provider");
                    assertThat(each.verdict()).isEqualTo(Verdict.EMPTY);
                });
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsAFault() throws IOException {
        assertThat(findings(board("", "Rare", "rawSql", "SELECT a, b FROM comm_stats WHERE $__timeFilter(date)")))
                .extracting(Finding::verdict)
                .containsExactly(Verdict.REFUSED);
    }

    @Test
    void tellsAlertsThatCannotBeJudged() throws IOException {
        prometheus.answer("GET", "/api/v1/rules", 200, """
                {"status":"success","data":{"groups":[{"rules":[{"name":"Fine","health":"ok"},
                 {"name":"Torn","health":"err","lastError":"many-to-many matching not allowed"}]}]}}""");

        assertThat(new PrometheusApi(prometheus.url()).brokenAlerts())
                .containsExactly("Torn: many-to-many matching not allowed");
    }

    private List<Finding> findings(String board) throws IOException {
        var quiet = Files.writeString(folder.resolve("quiet.yml"), "\"b: Rare\": \"it happens to nobody\"\n");
        var nowhere = new SuiteConnection.Database("127.0.0.1", "1", "nobody", "");
        try (var database = new SuiteDatabase(nowhere)) {
            return new PanelCheck(
                            new PrometheusApi(prometheus.url()),
                            database,
                            QuietPanels.read(quiet),
                            NOW.minusSeconds(600),
                            NOW)
                    .findings(JsonMapper.shared().readTree(board));
        }
    }

    private static String board(String variables, String title, String field, String asked) {
        return """
                {"uid":"b","templating":{"list":[%s]},"panels":[{"type":"row","title":"Row"},
                 {"type":"timeseries","title":"%s","targets":[{"%s":"%s"}]}]}""".formatted(variables, title, field, asked);
    }
}
