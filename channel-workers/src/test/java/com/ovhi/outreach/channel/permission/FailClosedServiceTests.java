package com.ovhi.outreach.channel.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.messaging.BeforeDeadLetter.Unhandled;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What cannot be read is taken for the worst it can say, and only once. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class FailClosedServiceTests {

    private final FailClosed failClosed;
    private final Permissions permissions;
    private final Withdrawals withdrawals;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Orders orders;

    FailClosedServiceTests(
            FailClosed failClosed,
            Permissions permissions,
            Withdrawals withdrawals,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            FieldCipher cipher,
            AddressHash hashes) {
        this.failClosed = failClosed;
        this.permissions = permissions;
        this.withdrawals = withdrawals;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        orders = new Orders(cipher, hashes);
    }

    @Test
    void aRecordThatIsToldOfAgainTakesBackNothingThatWasHeardSince() {
        var patient = Orders.newPatient();
        heard(patient, 1);
        var letter = record(Topics.PREFERENCE, Long.toString(patient), "{broken");

        failClosed.unreadable(letter);
        assertThat(allowed(patient)).isZero();
        heard(patient, 3);
        failClosed.unreadable(letter);

        assertThat(allowed(patient)).isEqualTo(3);
        failClosed.unreadable(record(Topics.PREFERENCE, Long.toString(patient), "{broken"));
        assertThat(allowed(patient)).as("another record").isZero();
    }

    @Test
    void aJobIsCalledOffAlthoughTheRestOfItsWithdrawalIsMissing() {
        var job = Ids.next();

        failClosed.unreadable(record(Topics.SCHEDULE, "1", "{\"job_id\":\"" + job + "\",\"reason\":null}"));

        var calledOff = transactions.execute(_ -> withdrawals.among(List.of(job)));
        assertThat(calledOff).containsExactly(job);
    }

    @Test
    void whatDoesNotSayWhoseItIsHarmsNobody() {
        assertThatCode(() -> {
                    failClosed.unreadable(record(Topics.SCHEDULE, "1", "{\"job_id\":\"nobody\"}"));
                    failClosed.unreadable(record(Topics.SCHEDULE, "1", "not json"));
                    failClosed.unreadable(record(Topics.SCHEDULE, null, null));
                    failClosed.unreadable(record(Topics.PREFERENCE, null, null));
                    failClosed.unreadable(record(Topics.SUPPRESSION, "hash", "{}"));
                })
                .doesNotThrowAnyException();
    }

    private void heard(long patient, long version) {
        transactions.executeWithoutResult(
                _ -> permissions.preferenceChanged(orders.preferences(patient, version, true)));
    }

    private int allowed(long patient) {
        var count = transactions.execute(_ -> jdbc.queryForObject(
                "SELECT COUNT(*) FROM send_permissions WHERE patient_id = ? AND transactional = 1",
                Integer.class,
                patient));
        return count == null ? -1 : count;
    }

    private static Unhandled record(String topic, @Nullable String key, @Nullable String payload) {
        return new Unhandled(
                topic,
                topic + "-0@" + UUID.randomUUID(),
                key,
                payload == null ? null : payload.getBytes(StandardCharsets.UTF_8));
    }
}
