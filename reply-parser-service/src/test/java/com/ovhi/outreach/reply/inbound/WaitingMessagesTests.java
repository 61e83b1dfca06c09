package com.ovhi.outreach.reply.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.reply.prompts.PromptListener.Asked;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whose messages wait for a question, on a real server. */
@ServiceTest(schema = "ovhi_reply")
class WaitingMessagesTests {

    /** Below them are the patients of other tests. */
    private static final long FIRST = 7_000_000;

    private static final int READ = 1_000;

    private final InboundMessages messages;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SettableClock clock;

    WaitingMessagesTests(
            InboundMessages messages, JdbcTemplate jdbc, PlatformTransactionManager transactions, SettableClock clock) {
        this.messages = messages;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @AfterEach
    void forget() {
        transactions.executeWithoutResult(_ -> {
            jdbc.update("DELETE FROM comm_inbound WHERE provider_message_id = 'waiting'");
            jdbc.update("DELETE FROM address_owners WHERE patient_id >= ?", FIRST);
        });
    }

    @Test
    void everybodyAtTheAddressMayHaveWrittenWhateverTheChannel() {
        transactions.executeWithoutResult(_ -> {
            owns(FIRST, "shared");
            owns(FIRST + 1, "shared");
            owns(FIRST + 2, "read");
            owns(FIRST + 3, "new");
            wrote("shared", false, true);
            wrote("read", true, false);
            wrote("new", false, false);
        });

        var waiting = Objects.requireNonNull(transactions.execute(_ -> messages.waiting()));

        assertThat(waiting)
                .filteredOn(each -> each.patientId() >= FIRST)
                .containsExactlyInAnyOrder(new Asked(FIRST, Channel.WHATSAPP), new Asked(FIRST + 1, Channel.WHATSAPP));
    }

    @Test
    void whatWasReadIsNotLookedAt() {
        transactions.executeWithoutResult(_ -> {
            for (var i = 0; i < READ; i++) {
                owns(FIRST + i, "read-" + i);
                wrote("read-" + i, true, false);
            }
            owns(FIRST, "waits");
            wrote("waits", false, true);
        });

        var read = transactions.execute(_ -> {
            var before = rowsRead();
            assertThat(messages.waiting()).contains(new Asked(FIRST, Channel.WHATSAPP));
            return rowsRead() - before;
        });

        assertThat(read).as("of %d messages", READ).isLessThan(READ / 10);
    }

    /** At an address that is known by another channel only. */
    private void owns(long patient, String hash) {
        jdbc.update(
                "INSERT INTO address_owners (address_hash, channel, patient_id) VALUES (?, ?, ?)",
                hash,
                Channel.SMS.code(),
                patient);
    }

    private void wrote(String hash, boolean processed, boolean waits) {
        jdbc.update(
                """
                INSERT INTO comm_inbound
                    (id, channel, address_hash, from_address, to_address, body, provider_message_id, processed, due_at)
                VALUES (?, ?, ?, '', '', '', 'waiting', ?, ?)""",
                Ids.next().toString(),
                Channel.WHATSAPP.code(),
                hash,
                processed,
                waits ? Timestamp.from(clock.instant().plus(Duration.ofDays(1))) : null);
    }

    private long rowsRead() {
        return jdbc.query("SHOW SESSION STATUS LIKE 'Handler_read%'", (row, _) -> row.getLong("Value")).stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
