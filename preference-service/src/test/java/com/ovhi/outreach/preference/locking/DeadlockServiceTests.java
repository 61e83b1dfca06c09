package com.ovhi.outreach.preference.locking;

import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.Api.Answer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Events that are handled together hold patients in the order in which the events came, which may be any. */
@ServiceTest(schema = "ovhi_preference")
class DeadlockServiceTests {

    private static final String PATIENT = "SELECT id FROM patient_comm_prefs WHERE patient_id = ? FOR UPDATE";
    private static final String ADDRESS =
            "SELECT version FROM suppressions WHERE address_hash = ? AND channel = 'email' FOR UPDATE";

    private final TestKafka kafka;
    private final SettableClock clock;
    private final FieldCipher cipher;
    private final AddressHash hashes;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Api api;
    private final String email = freshPhone().substring(1) + "@example.org";
    private long first;
    private long second;

    DeadlockServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            FieldCipher cipher,
            AddressHash hashes,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.cipher = cipher;
        this.hashes = hashes;
        this.jdbc = jdbc;
        this.transactions = transactions;
        api = new Api(port, tokens);
    }

    @BeforeEach
    void registerAMailboxThatTwoShare() {
        first = aPatient().withEmail(email).register(kafka, clock.instant());
        second = aPatient().withEmail(email).register(kafka, clock.instant());
        api.awaitChannel(first, Channel.EMAIL, null);
        api.awaitChannel(second, Channel.EMAIL, null);
    }

    @Test
    void doNotLoseAnUnsubscribe() {
        var token = cipher.seal(
                        ContractJson.writeText(Map.of(
                                "patient_id",
                                first,
                                "organization_id",
                                ORGANIZATION,
                                "channel",
                                "email",
                                "address_hash",
                                hashes.of(new EmailAddress(email)))),
                        "unsubscribe")
                .ciphertext();

        var answer = crossed(() -> api.post(
                "/unsubscribe/" + token, null, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"));

        assertThat(answer.status()).isEqualTo(200);
        api.awaitChannel(first, Channel.EMAIL, "opted-out");
        api.awaitChannel(second, Channel.EMAIL, "opted-out");
        assertThat(jdbc.queryForList(
                        "SELECT id FROM consent_ledger WHERE patient_id IN (?, ?)", Long.class, first, second))
                .as("nothing twice")
                .hasSize(4);
    }

    @Test
    void doNotLoseASuppressionThatStaffReports() {
        var answer = crossed(() -> api.post(
                "/suppressions",
                api.staff(ORGANIZATION),
                "application/json",
                "{\"channel\":\"email\",\"address\":\"" + email + "\",\"reason\":\"complaint\"}"));

        assertThat(answer.status()).isEqualTo(201);
        api.awaitChannel(first, Channel.EMAIL, "suppressed-complaint");
        api.awaitChannel(second, Channel.EMAIL, "suppressed-complaint");
    }

    @Test
    void doNotLoseWhatStaffWasTold() {
        var answer = crossed(
                () -> api.post(
                        "/preferences/" + first + "/opt-in",
                        api.staff(ORGANIZATION),
                        "application/json",
                        "{\"channel\":\"email\"}"),
                PATIENT,
                first,
                ADDRESS,
                hashes.of(new EmailAddress(email)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(jdbc.queryForList("SELECT action FROM consent_ledger WHERE patient_id = ?", String.class, first))
                .containsExactly("grant");
    }

    /** A call that locks the first patient before the second meets somebody who does it the other way round. */
    private Answer crossed(Supplier<Answer> call) {
        return crossed(call, PATIENT, second, PATIENT, first);
    }

    /** A call meets somebody who holds what the call locks last, and then wants what the call holds. */
    private Answer crossed(Supplier<Answer> call, String lastLock, Object last, String firstLock, Object held) {
        var answer = new CompletableFuture<Answer>();
        transactions.executeWithoutResult(status -> {
            writeMuch();
            jdbc.queryForList(lastLock, last);
            answer.completeAsync(call, Thread::startVirtualThread);
            await().until(() -> isLocked(firstLock, held));
            jdbc.queryForList(firstLock, held);
            status.setRollbackOnly();
        });
        return answer.join();
    }

    /** The database undoes the transaction that has written less. */
    private void writeMuch() {
        jdbc.batchUpdate(
                "INSERT INTO audited_events (event_id) VALUES (?)",
                IntStream.range(0, 500)
                        .mapToObj(each -> new Object[] {"much/" + Ids.next()})
                        .toList());
    }

    /** MySQL has an error of its own for a lock that is not waited for, which Spring does not know. */
    private boolean isLocked(String lock, Object row) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                transactions.executeWithoutResult(_ -> jdbc.queryForList(lock + " NOWAIT", row));
                                return false;
                            } catch (PessimisticLockingFailureException | UncategorizedSQLException e) {
                                return true;
                            }
                        },
                        Thread::startVirtualThread)
                .join();
    }
}
