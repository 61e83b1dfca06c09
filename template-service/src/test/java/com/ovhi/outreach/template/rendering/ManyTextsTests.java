package com.ovhi.outreach.template.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What a call costs that asks for many texts. */
@ServiceTest(schema = "ovhi_template")
class ManyTextsTests {

    private static final int MANY = 100;

    /** The few looks this call needs, and what timed tasks do meanwhile. */
    private static final int FEW = 40;

    private static final Map<String, String> VISIT = Map.of(
            "clinic_name", "Arizona Community Clinics",
            "clinic_phone", "(602) 555-0000",
            "visit_date", "Wed, Mar 25",
            "visit_time", "10:30 AM");

    private final TestTokens tokens;
    private final MeterRegistry meters;
    private final RestTestClient http;

    ManyTextsTests(TestTokens tokens, MeterRegistry meters, @LocalServerPort int port) {
        this.tokens = tokens;
        this.meters = meters;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void theDatabaseIsNotAskedForEachOfThem(Channel channel) {
        var request = new RenderRequest(11, null, Purpose.APPT_CONFIRM, channel, "en", VISIT);
        var body = ContractJson.writeText(Map.of("requests", Collections.nCopies(MANY, request)));
        var before = connectionsUsed();

        var answers = http.post()
                .uri("/api/v1/templates/render/batch")
                .header(HttpHeaders.AUTHORIZATION, tokens.service())
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(ContractJson.mapper().readTree(answers).path("answers"))
                .hasSize(MANY)
                .allSatisfy(
                        each -> assertThat(each.path("answer").path("channel").asString())
                                .isEqualTo(channel.code()));
        assertThat(connectionsUsed() - before).isLessThan(FEW);
    }

    private long connectionsUsed() {
        return meters.get("hikaricp.connections.usage").timer().count();
    }
}
