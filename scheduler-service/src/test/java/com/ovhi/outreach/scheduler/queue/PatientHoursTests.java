package com.ovhi.outreach.scheduler.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whose waiting messages are looked at again when preferences are told. */
@ServiceTest(schema = "ovhi_scheduler")
class PatientHoursTests {

    private static final long PATIENT = 882_301;
    private static final String HOME = "America/New_York";
    private static final String AWAY = "Pacific/Honolulu";

    private final PatientHours hours;
    private final TransactionTemplate transactions;

    PatientHoursTests(PatientHours hours, PlatformTransactionManager transactions) {
        this.hours = hours;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void tellsWhoseHoursAreOthersOrWereInBetween() {
        assertThat(keep(at(1, HOME))).as("first heard of").containsExactly(PATIENT);
        assertThat(keep(at(2, HOME), at(3, HOME))).as("the same again").isEmpty();
        assertThat(keep(at(4, AWAY), at(5, HOME)))
                .as("a job may have been planned by the hours in between")
                .containsExactly(PATIENT);
        assertThat(keep(at(6, AWAY))).containsExactly(PATIENT);
        assertThat(keep(at(4, HOME), at(5, AWAY))).as("old news").isEmpty();
    }

    private List<Long> keep(PreferenceChanged... changes) {
        return Objects.requireNonNull(
                transactions.execute(_ -> hours.keep(Stream.of(changes).toList())));
    }

    private static PreferenceChanged at(long version, String zone) {
        return new PreferenceChanged(
                PATIENT,
                Samples.ORGANIZATION,
                version,
                List.of(zone),
                "en",
                null,
                null,
                null,
                Map.of(),
                SettableClock.START);
    }
}
