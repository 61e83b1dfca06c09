package com.ovhi.outreach.simulators.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityQueryTests {

    private static final Instant AT = Instant.parse("2026-03-02T15:00:00Z");
    private static final Activity MESSAGE = new Activity(
            "clinic@example.org",
            "abc.recvd-1",
            "It's \"Hello\"",
            "ann@example.org",
            "delivered",
            0,
            0,
            AT,
            Map.of("job_id", "j-1", "attempt", "2"),
            AT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to_email=\"ann@example.org\"",
                "  msg_id = \"abc.recvd-1\" ",
                "subject=\"It's \\\"Hello\\\"\"",
                "(unique_args['job_id']=\"j-1\")",
                "(unique_args[\"job_id\"]=\"j-1\" AND unique_args[\"attempt\"]=\"2\")",
                "(unique_args['job_id']=\"x\" AND unique_args['attempt']=\"2\") OR (unique_args['job_id']=\"j-1\")",
                "status=\"delivered\" OR status=\"processing\" AND to_email=\"nobody\"",
                "last_event_time BETWEEN TIMESTAMP \"2026-03-02T14:59:00.000Z\" AND TIMESTAMP \"2026-03-02 15:00:00\"",
                "last_event_time BETWEEN TIMESTAMP \"2026-03-02T15:00:00Z\" AND TIMESTAMP \"2026-03-03T00:00:00Z\""
                        + "AND to_email=\"ann@example.org\"",
            })
    void findsWhatFits(String query) throws ActivityQuery.SyntaxError {
        assertThat(ActivityQuery.parse(query)).accepts(MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to_email=\"bob@example.org\"",
                "(unique_args['job_id']=\"j-1\" AND unique_args['attempt']=\"1\")",
                "unique_args['unheard_of']=\"j-1\"",
                "(status=\"delivered\" OR status=\"processing\") AND to_email=\"nobody\"",
                "last_event_time BETWEEN TIMESTAMP \"2026-03-02T15:00:01Z\" AND TIMESTAMP \"2026-03-03T00:00:00Z\"",
            })
    void findsNothingElse(String query) throws ActivityQuery.SyntaxError {
        assertThat(ActivityQuery.parse(query)).rejects(MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "to_email",
                "to_email=ann@example.org",
                "to_email=\"ann@example.org",
                "shoe_size=\"9\"",
                "(to_email=\"ann@example.org\"",
                "to_email=\"ann@example.org\")",
                "to_email=\"ann@example.org\" AND",
                "to_email=\"a\" XOR status=\"b\"",
                "unique_args[job_id]=\"j-1\"",
                "last_event_time BETWEEN TIMESTAMP \"yesterday\" AND TIMESTAMP \"2026-03-03T00:00:00Z\"",
            })
    void refusesWhatIsNoQuery(String query) {
        assertThatExceptionOfType(ActivityQuery.SyntaxError.class).isThrownBy(() -> ActivityQuery.parse(query));
    }
}
