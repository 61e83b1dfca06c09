package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Which refill a step is about: a day has ended for a patient when it has where they live. */
@ServiceTest(schema = "ovhi_segment")
class RecipientsServiceTests {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private final Recipients recipients;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    RecipientsServiceTests(Recipients recipients, JdbcClient jdbc, TransactionOperations transactions) {
        this.recipients = recipients;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @ParameterizedTest
    @CsvSource({
        "Pacific/Honolulu, 2026-03-03T09:59:59Z, 2026-03-02",
        "Pacific/Honolulu, 2026-03-03T10:00:00Z, 2026-03-09",
        "Asia/Tokyo,       2026-03-02T14:59:59Z, 2026-03-02",
        "Asia/Tokyo,       2026-03-02T15:00:00Z, 2026-03-09",
        ",                 2026-03-03T04:59:59Z, 2026-03-02",
        ",                 2026-03-03T05:00:00Z, 2026-03-09",
    })
    void aRefillIsDueUntilItsDayEndsForThePatient(@Nullable String zone, Instant now, LocalDate expected) {
        var organization = OvhiFeed.id();
        var patient = OvhiFeed.id();
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("INSERT INTO patients (patient_id, organization_id, registered_at, zone) VALUES (?, ?, NOW(6), ?)")
                    .param(patient)
                    .param(organization)
                    .param(zone)
                    .update();
            List.of("2026-02-28", "2026-03-02", "2026-03-09")
                    .forEach(day -> jdbc.sql(
                                    "INSERT INTO refills (prescription_id, patient_id, organization_id, due_on) VALUES (?, ?, ?, ?)")
                            .params(OvhiFeed.id(), patient, organization, day)
                            .update());
        });

        assertThat(recipients.of(organization, List.of(patient), now, NEW_YORK))
                .hasEntrySatisfying(
                        patient, each -> assertThat(each.refillDue()).isEqualTo(expected));
    }
}
