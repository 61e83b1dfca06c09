package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A visit comes to the same in whichever order it was told of. */
@ServiceTest(schema = "ovhi_optimizer")
class VisitOrderServiceTests extends RunningOptimizer {

    VisitOrderServiceTests(
            SettableClock clock,
            TestKafka kafka,
            TestTokens tokens,
            Engagement engagement,
            Learning learning,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(clock, kafka, tokens, engagement, learning, jdbc, transactions, port);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aVisitBookedMovedAndMissed(long seed) {
        var told = new ArrayList<Runnable>(List.of(
                () -> tell("booked", NINE, visit(1, NINE.plus(Duration.ofDays(7)))),
                () -> tell("moved", NINE.plusSeconds(60), visit(2, NINE.plus(Duration.ofDays(9)))),
                () -> tell("no_show", NINE.plus(Duration.ofDays(9)), closed(3))));
        Collections.shuffle(told, new Random(seed));

        for (var each : told) {
            var before = query(ROWS + patient);
            each.run();
            await().until(() -> !query(ROWS + patient).equals(before));
        }

        assertThat(query("SELECT state, version, DATE_FORMAT(start_at, '%Y-%m-%d') AS day, weekday,"
                        + " DATE_FORMAT(booked_at, '%Y-%m-%d %H:%i') AS booked FROM engagement_visits"
                        + " WHERE patient_id = " + patient))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("state", "no_show")
                        .containsEntry("version", 3)
                        .containsEntry("day", "2026-03-04")
                        .containsEntry("weekday", 3)
                        .containsEntry("booked", "2026-02-23 14:00"));
    }

    private static final String ROWS =
            "SELECT state, version, placed_version, start_at, booked_at FROM engagement_visits WHERE patient_id = ";

    private AppointmentClosed closed(int version) {
        return new AppointmentClosed(900_000 + patient, version, patient, ORGANIZATION);
    }

    private void tell(String what, Instant at, Object content) {
        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                key(),
                new EventHeaders(UUID.randomUUID().toString(), "appointment." + what, "test", at, null),
                content);
    }
}
