package com.ovhi.outreach.channel.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Attempts in doubt are counted, whoever's they are. */
@ServiceTest(schema = "ovhi_channel")
class UnsettledGaugeServiceTests {

    private final UnsettledGauge gauge;
    private final MeterRegistry meters;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    UnsettledGaugeServiceTests(
            UnsettledGauge gauge, MeterRegistry meters, JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.gauge = gauge;
        this.meters = meters;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void countsWhatAPersonMustDecide() {
        gauge.count();
        var before = review();
        attempt("review");
        attempt("accepted");

        gauge.count();

        assertThat(review()).isEqualTo(before + 1);
    }

    private double review() {
        return meters.get("outreach.intents.unsettled")
                .tag("state", "review")
                .gauge()
                .value();
    }

    private void attempt(String state) {
        transactions.executeWithoutResult(_ -> jdbc.update(
                """
                INSERT INTO send_intents (id, job_id, slot_id, attempt, channel, purpose, patient_id, organization_id,
                    address_hash, consent_version, request_fingerprint, state)
                VALUES (?, ?, ?, 1, 'sms', 'appt_reminder', 1, 1, '', 1, '', ?)""", Ids.next().toString(), Ids.next().toString(), Ids.next().toString(), state));
    }
}
