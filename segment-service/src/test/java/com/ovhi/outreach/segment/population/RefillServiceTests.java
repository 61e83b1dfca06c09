package com.ovhi.outreach.segment.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.RefillDue;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** When refills are due: what OVHI core said last holds, whichever day that is and in whatever order it is heard of. */
@ServiceTest(schema = "ovhi_segment")
class RefillServiceTests {

    private static final Instant TOLD = SettableClock.START;
    private static final Instant CORRECTED = TOLD.plus(Duration.ofHours(1));
    private static final LocalDate EARLIER = LocalDate.of(2026, 3, 8);
    private static final LocalDate LATER = LocalDate.of(2026, 3, 20);

    private final TestKafka kafka;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final long organization = OvhiFeed.id();
    private final long patient = OvhiFeed.id();
    private final long prescription = OvhiFeed.id();

    RefillServiceTests(TestKafka kafka, JdbcClient jdbc, TransactionOperations transactions) {
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Test
    void aDateIsCorrectedToAnEarlierDay() {
        due(LATER, TOLD);
        due(EARLIER, CORRECTED);

        awaitAll();
        assertThat(dueOn(prescription)).isEqualTo(EARLIER);
    }

    @Test
    void aDateThatWasCorrectedBeforeItWasHeardOfDoesNotComeBack() {
        due(EARLIER, CORRECTED);
        due(LATER, TOLD);

        awaitAll();
        assertThat(dueOn(prescription)).isEqualTo(EARLIER);
    }

    @Test
    void aNewDateReplacesOneOfWhichItIsNotKnownWhenItWasTold() {
        transactions.executeWithoutResult(_ -> jdbc.sql(
                        "INSERT INTO refills (prescription_id, patient_id, organization_id, due_on) VALUES (?, ?, ?, ?)")
                .params(prescription, patient, organization, LATER)
                .update());

        due(EARLIER, TOLD);

        awaitAll();
        assertThat(dueOn(prescription)).isEqualTo(EARLIER);
    }

    private void due(LocalDate day, Instant told) {
        publish(prescription, day, told);
    }

    /** What comes for a patient is taken in one after the other. */
    private void awaitAll() {
        var last = OvhiFeed.id();
        publish(last, LATER, TOLD);
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM refills WHERE prescription_id = ?")
                        .param(last)
                        .query(Integer.class)
                        .single()
                == 1);
    }

    private void publish(long which, LocalDate day, Instant told) {
        kafka.publish(
                Topics.OVHI_PATIENT,
                Long.toString(patient),
                new EventHeaders(UUID.randomUUID().toString(), "rx.refill_due", "test", told, null),
                new RefillDue(which, patient, organization, day));
    }

    private LocalDate dueOn(long which) {
        return jdbc.sql("SELECT due_on FROM refills WHERE prescription_id = ?")
                .param(which)
                .query(LocalDate.class)
                .single();
    }
}
