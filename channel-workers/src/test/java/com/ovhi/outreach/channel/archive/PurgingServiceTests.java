package com.ovhi.outreach.channel.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is let go of, and what must stay so that no contact is made twice. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class PurgingServiceTests {

    private final Purging purging;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    PurgingServiceTests(Purging purging, JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.purging = purging;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void anAttemptAndItsSlotGoTogetherWhenBothAreOver() {
        var old = slot("sent", null, 402);
        var oldAttempt = attempt(old, "accepted", 402);
        var free = slot("free", null, 402);
        var failed = attempt(free, "not_sent", 402);
        var recent = slot("sent", null, 399);
        var recentAttempt = attempt(recent, "accepted", 399);

        purging.work();

        assertThat(attempts(oldAttempt) + attempts(failed)).isZero();
        assertThat(slots(old) + slots(free)).isZero();
        assertThat(attempts(recentAttempt)).isEqualTo(1);
        assertThat(slots(recent)).as("says that the contact was made").isEqualTo(1);
    }

    @Test
    void aSlotStaysWhenSomethingHasHappenedToItSinceItsOldAttempt() {
        var madeLater = slot("sent", null, 10);
        var first = attempt(madeLater, "not_sent", 402);
        var second = attempt(madeLater, "accepted", 10);
        var running = Ids.next().toString();
        var open = slot("open", running, 402);
        var failed = attempt(open, "not_sent", 402);

        purging.work();

        assertThat(attempts(first) + attempts(failed)).isZero();
        assertThat(attempts(second)).isEqualTo(1);
        assertThat(slots(madeLater)).isEqualTo(1);
        assertThat(slots(open)).isEqualTo(1);
    }

    @Test
    void whatNobodyKnowsTheOutcomeOfStaysForEver() {
        var slot = slot("open", Ids.next().toString(), 402);
        var unknown = attempt(slot, "unknown", null);
        var review = attempt(slot, "review", null);

        purging.work();

        assertThat(attempts(unknown) + attempts(review)).isEqualTo(2);
    }

    @Test
    void goesOnUntilNothingOldIsLeft() {
        var slot = slot("free", null, 402);
        var many = IntStream.range(0, 1_100)
                .mapToObj(_ -> attempt(slot, "not_sent", 402))
                .toList();

        purging.work();

        assertThat(many).allSatisfy(each -> assertThat(attempts(each)).isZero());
    }

    @Test
    void oldProofsAndTestsGoToo() {
        run("INSERT INTO permission_changes (patient_id, channel, version, transactional, marketing, suppression,"
                + " last_intent_seq, changed_at) VALUES (1, 'sms', 991, 0, 0, 'none', 0,"
                + " UTC_TIMESTAMP(6) - INTERVAL 402 DAY), (1, 'sms', 992, 0, 0, 'none', 0,"
                + " UTC_TIMESTAMP(6) - INTERVAL 10 DAY)");
        var old = Ids.next().toString();
        var open = Ids.next().toString();
        run("INSERT INTO test_sends (id, organization_id, channel, state, opened_at, settled_at) VALUES ('" + old
                + "', 1, 'sms', 'accepted', UTC_TIMESTAMP(6) - INTERVAL 91 DAY, UTC_TIMESTAMP(6) - INTERVAL 91 DAY), ('"
                + open + "', 1, 'sms', 'accepted', UTC_TIMESTAMP(6) - INTERVAL 89 DAY,"
                + " UTC_TIMESTAMP(6) - INTERVAL 89 DAY)");

        purging.work();

        assertThat(count("permission_changes WHERE version = 991")).isZero();
        assertThat(count("permission_changes WHERE version = 992")).isEqualTo(1);
        assertThat(count("test_sends WHERE id = '" + old + "'")).isZero();
        assertThat(count("test_sends WHERE id = '" + open + "'")).isEqualTo(1);
    }

    @Test
    void nothingGoesThatAnOrderCouldStillComeFor() {
        var year = Duration.ofDays(365);
        assertThatIllegalStateException()
                .isThrownBy(() -> new ArchiveProperties(Duration.ofDays(35), year, year, 500))
                .withMessageContaining("120 days");
        assertThatIllegalStateException()
                .isThrownBy(() -> new ArchiveProperties(year, year, year, 0))
                .withMessageContaining("batch");
    }

    private String slot(String state, @Nullable String openAttempt, int daysAgo) {
        var id = Ids.next().toString();
        transactions.executeWithoutResult(_ -> jdbc.update(
                "INSERT INTO contact_slots (slot_id, open_attempt, state, changed_at)"
                        + " VALUES (?, ?, ?, UTC_TIMESTAMP(6) - INTERVAL ? DAY)",
                id,
                openAttempt,
                state,
                daysAgo));
        return id;
    }

    private String attempt(String slot, String state, @Nullable Integer settledDaysAgo) {
        var id = Ids.next().toString();
        transactions.executeWithoutResult(_ -> jdbc.update(
                """
                INSERT INTO send_intents (id, job_id, slot_id, attempt, channel, purpose, patient_id, organization_id,
                    address_hash, consent_version, request_fingerprint, state, settled_at)
                VALUES (?, ?, ?, 1, 'sms', 'appt_reminder', 1, 1, '', 1, '', ?,
                    IF(? IS NULL, NULL, UTC_TIMESTAMP(6) - INTERVAL ? DAY))""",
                id,
                Ids.next().toString(),
                slot,
                state,
                settledDaysAgo,
                settledDaysAgo == null ? 0 : settledDaysAgo));
        return id;
    }

    private long attempts(String id) {
        return count("send_intents WHERE id = '" + id + "'");
    }

    private long slots(String id) {
        return count("contact_slots WHERE slot_id = '" + id + "'");
    }

    private long count(String what) {
        var count = transactions.execute(_ -> jdbc.queryForObject("SELECT COUNT(*) FROM " + what, Long.class));
        return count == null ? 0 : count;
    }

    private void run(String sql) {
        transactions.executeWithoutResult(_ -> jdbc.execute(sql));
    }
}
