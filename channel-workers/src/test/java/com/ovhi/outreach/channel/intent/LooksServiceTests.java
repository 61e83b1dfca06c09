package com.ovhi.outreach.channel.intent;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What one account's attempts cost another one. Nothing of it is committed, so that nobody else looks for it. */
@ServiceTest(schema = "ovhi_channel")
class LooksServiceTests {

    private static final int MANY = 3_000;
    private static final Account BUSY = new Account(Provider.SENDGRID, "busy");
    private static final Account OLD = new Account(Provider.SENDGRID, "old");
    private static final Account QUIET = new Account(Provider.SENDGRID, "quiet");

    /** Long before what any other test leaves behind. */
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

    private final Looks looks;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    LooksServiceTests(Looks looks, JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.looks = looks;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** As in a table that has been used for some time: what a plan costs is judged by what the server knows of it. */
    @BeforeEach
    void accept() {
        transactions.executeWithoutResult(_ -> accepted(OLD.name(), MANY, START));
        transactions.executeWithoutResult(_ -> jdbc.execute("ANALYZE TABLE send_intents"));
    }

    @AfterEach
    void forget() {
        transactions.executeWithoutResult(_ -> jdbc.update("DELETE FROM send_intents WHERE account = ?", OLD.name()));
    }

    @Test
    void doNotReadWhatIsAskedForTogetherToFindTheOthers() {
        rolledBack(() -> {
            due("unknown", Channel.EMAIL, BUSY.name(), MANY, START);
            var text = due("unknown", Channel.SMS, "main", 1, START.plusSeconds(1));
            var lost = due("open", Channel.EMAIL, BUSY.name(), 1, START.plusSeconds(2));
            var unnamed = due("open", Channel.WHATSAPP, null, 1, START.plusSeconds(3));
            var before = reads();

            var due = looks.due(3, List.of(BUSY));

            assertThat(reads() - before).isLessThan(100);
            assertThat(due).extracting(SendIntent::id).containsExactly(text, lost, unnamed);
        });
    }

    @Test
    void findWhatIsDueOfOneAccountAmongThatOfOthers() {
        rolledBack(() -> {
            due("unknown", Channel.EMAIL, BUSY.name(), MANY, START);
            var quiet = due("unknown", Channel.EMAIL, QUIET.name(), 1, START.plusSeconds(1));
            due("open", Channel.EMAIL, QUIET.name(), 1, START.plusSeconds(2));
            var before = reads();

            var due = looks.due(50, QUIET);

            assertThat(reads() - before).isLessThan(100);
            assertThat(due).extracting(each -> each.intent().id()).containsExactly(quiet);
        });
    }

    /** Rows of the time when there was one account name none. */
    @Test
    void knowTheMainAccountByNoNameToo() {
        rolledBack(() -> {
            var unnamed = due("unknown", Channel.EMAIL, null, 1, START);
            var named = due("unknown", Channel.EMAIL, "main", 1, START.plusSeconds(1));
            var accepted = accepted(null, 1, START.plusSeconds(2));

            var main = Account.main(Provider.SENDGRID);

            assertThat(looks.due(2, main))
                    .extracting(each -> each.intent().id())
                    .containsExactly(unnamed, named);
            assertThat(looks.due(2, List.of(main))).extracting(SendIntent::id).doesNotContain(unnamed, named);
            assertThat(looks.acceptedAfter(START, main))
                    .hasValueSatisfying(
                            each -> assertThat(each.witness().messageId()).isEqualTo(accepted.toString()));
        });
    }

    @Test
    void findTheWitnessOfAQuietAccountAmongThoseOfABusyOne() {
        rolledBack(() -> {
            accepted(BUSY.name(), MANY, START.plusSeconds(1));
            var witness = accepted(QUIET.name(), 1, START.plusSeconds(2));
            accepted(QUIET.name(), 1, START.plusSeconds(3));
            var before = reads();

            var found = looks.acceptedAfter(START, QUIET);

            assertThat(reads() - before).isLessThan(10);
            assertThat(found)
                    .hasValueSatisfying(
                            each -> assertThat(each.witness().messageId()).isEqualTo(witness.toString()));
        });
    }

    private void rolledBack(Runnable test) {
        transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            test.run();
        });
    }

    /** How many rows and entries of indexes this connection has read. */
    private long reads() {
        return jdbc
                .query(
                        "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%' OR Variable_name = 'Handler_icp_attempts'",
                        (row, _) -> row.getLong(2))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private UUID due(String state, Channel channel, @Nullable String account, int count, Instant at) {
        return insert(state, channel, account, count, at, "next_look_at", "unknown_at");
    }

    private UUID accepted(@Nullable String account, int count, Instant at) {
        return insert("accepted", Channel.EMAIL, account, count, at, "settled_at", "opened_at");
    }

    /** The last of so many, whose ids are those of their messages, too. */
    private UUID insert(
            String state, Channel channel, @Nullable String account, int count, Instant at, String when, String too) {
        var time = at.toString().replace('T', ' ').replace("Z", "");
        var rows = Stream.generate(Ids::next)
                .limit(count)
                .map(id -> new @Nullable Object[] {
                    id.toString(),
                    id.toString(),
                    id.toString(),
                    channel.code(),
                    account,
                    state,
                    id.toString(),
                    time,
                    time
                })
                .toList();
        jdbc.batchUpdate("""
                INSERT INTO send_intents (id, job_id, slot_id, attempt, channel, account, purpose, patient_id,
                    organization_id, address_hash, consent_version, request_fingerprint, state, provider_message_id,
                    %s, %s)
                VALUES (?, ?, ?, 1, ?, ?, 'appt_reminder', 1, 1, '', 1, '', ?, ?, ?, ?)""".formatted(when, too), rows);
        return UUID.fromString(String.valueOf(rows.getLast()[0]));
    }
}
