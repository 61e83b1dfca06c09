package com.ovhi.outreach.preference.optout;

import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.Api.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@ServiceTest(schema = "ovhi_preference")
class RepeatedOptOutServiceTests {

    private static final String SIGNED =
            "{\"channel\":\"sms\",\"source\":\"front-desk\",\"evidence_ref\":\"form/77\",\"language\":\"en\"}";

    private final Api api;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final long patient;

    RepeatedOptOutServiceTests(
            TestKafka kafka, TestTokens tokens, SettableClock clock, JdbcTemplate jdbc, @LocalServerPort int port) {
        this.clock = clock;
        this.jdbc = jdbc;
        api = new Api(port, tokens);
        clock.advance(Duration.ofMinutes(10));
        patient = aPatient().withPhone(freshPhone()).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        ask("opt-out", SIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {SIGNED, "{\"channel\":\"sms\"}", "{\"channel\":\"sms\",\"class\":\"marketing\"}"})
    void tellsNobodyOfATimeThatChangesNothing(String repeated) {
        var version = version();
        for (var time = 0; time < 3; time++) {
            clock.advance(Duration.ofMinutes(1));

            var answer = ask("opt-out", repeated);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("enabled").asBoolean()).isFalse();
            assertThat(answer.json().path("reason").asString()).isEqualTo("opted-out");
        }
        assertThat(lines()).as("each time is kept").hasSizeBetween(5, 8);
        assertThat(version()).as("nobody is told that nothing changed").isEqualTo(version);
    }

    @Test
    void writesARefusalThatFollowsAGrant() {
        clock.advance(Duration.ofMinutes(1));
        ask("opt-in", "{\"channel\":\"sms\"}");
        clock.advance(Duration.ofMinutes(1));

        var answer = ask("opt-out", SIGNED);

        assertThat(answer.json().path("reason").asString()).isEqualTo("opted-out");
        assertThat(lines())
                .containsExactly(
                        "revoke transactional form/77",
                        "revoke marketing form/77",
                        "grant transactional -",
                        "revoke transactional form/77",
                        "revoke marketing form/77");
    }

    @Test
    void isNotUndoneByAGrantFromBeforeItWasSaidAgain() {
        clock.advance(Duration.ofMinutes(1));
        var between = clock.instant();
        clock.advance(Duration.ofMinutes(1));
        ask("opt-out", SIGNED);
        clock.advance(Duration.ofMinutes(1));

        var late = ask("opt-in", optIn(between));

        assertThat(late.json().path("enabled").asBoolean()).isFalse();
        assertThat(late.json().path("reason").asString()).isEqualTo("opted-out");
        clock.advance(Duration.ofMinutes(1));
        assertThat(ask("opt-in", "{\"channel\":\"sms\"}").json().path("enabled").asBoolean())
                .isTrue();
    }

    private static String optIn(Instant at) {
        return "{\"channel\":\"sms\",\"effective_at\":\"" + at + "\"}";
    }

    private Answer ask(String call, String body) {
        return api.post("/preferences/" + patient + "/" + call, api.staff(ORGANIZATION), "application/json", body);
    }

    private long version() {
        return api.effective(patient, ORGANIZATION).json().path("version").asLong();
    }

    private List<@Nullable String> lines() {
        return jdbc.queryForList("""
                SELECT CONCAT(action, ' ', consent_class, ' ', COALESCE(evidence_ref, '-'))
                FROM consent_ledger WHERE patient_id = ? ORDER BY id""", String.class, patient);
    }
}
