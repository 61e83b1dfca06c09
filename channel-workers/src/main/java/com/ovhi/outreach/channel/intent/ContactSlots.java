package com.ovhi.outreach.channel.intent;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Table {@code contact_slots}: for one contact at most one attempt is open, and none after one was accepted. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class ContactSlots {

    /** The second assignment sees what the first one did. */
    private static final String CLAIM = """
            INSERT INTO contact_slots (slot_id, open_attempt, state, changed_at)
            VALUES (?, ?, 'open', UTC_TIMESTAMP(6))
            ON DUPLICATE KEY UPDATE
                open_attempt = IF(open_attempt IS NULL AND state = 'free', VALUES(open_attempt), open_attempt),
                changed_at = IF(open_attempt = VALUES(open_attempt), VALUES(changed_at), changed_at),
                state = IF(open_attempt = VALUES(open_attempt), 'open', state)""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    ContactSlots(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** What became of the wish to open an attempt. */
    public enum Claim {
        /** The slot is ours. */
        GRANTED,
        /** Another attempt is open or unknown. */
        BUSY,
        /** The contact has been made. */
        DONE
    }

    /**
     * Opens attempts, each if no other is open and the contact has not been made. Locks the slots either way, in the order
     * of their ids.
     *
     * @return what became of each wish, in their order
     */
    public List<Claim> claim(List<Wish> wishes) {
        if (wishes.isEmpty()) {
            return List.of();
        }
        batches.batchUpdate(
                CLAIM,
                wishes.stream()
                        .sorted(Comparator.comparing(Wish::slotId))
                        .map(wish -> new Object[] {
                            wish.slotId().toString(), wish.intentId().toString()
                        })
                        .toList());
        var slots = jdbc
                .sql("SELECT slot_id, open_attempt, state FROM contact_slots WHERE slot_id IN (:slots) FOR UPDATE")
                .param(
                        "slots",
                        wishes.stream()
                                .map(wish -> wish.slotId().toString())
                                .distinct()
                                .toList())
                .query(Slot::read)
                .stream()
                .collect(Collectors.toMap(Slot::id, Function.identity()));
        return wishes.stream()
                .map(wish -> Objects.requireNonNull(slots.get(wish.slotId())).answer(wish))
                .toList();
    }

    /** The contacts were made by these attempts. */
    void sent(List<Wish> attempts) {
        jdbc.sql("""
                        UPDATE contact_slots SET state = 'sent', changed_at = UTC_TIMESTAMP(6),
                               open_attempt = IF(open_attempt IN (:attempts), NULL, open_attempt)
                        WHERE slot_id IN (:slots)""")
                .param(
                        "attempts",
                        attempts.stream()
                                .map(each -> each.intentId().toString())
                                .toList())
                .param(
                        "slots",
                        attempts.stream().map(each -> each.slotId().toString()).toList())
                .update();
    }

    /** The attempt came to nothing; another may be opened. */
    void free(UUID slotId, UUID intentId) {
        jdbc.sql("""
                        UPDATE contact_slots SET open_attempt = NULL, changed_at = UTC_TIMESTAMP(6),
                               state = IF(state = 'sent', 'sent', 'free')
                        WHERE slot_id = ? AND open_attempt = ?""").params(slotId.toString(), intentId.toString()).update();
    }

    /** An attempt that wants its slot. */
    public record Wish(UUID slotId, UUID intentId) {}

    private record Slot(UUID id, @Nullable String openAttempt, String state) {

        static Slot read(ResultSet row, int number) throws SQLException {
            return new Slot(
                    UUID.fromString(row.getString("slot_id")), row.getString("open_attempt"), row.getString("state"));
        }

        Claim answer(Wish wish) {
            if (wish.intentId().toString().equals(openAttempt)) {
                return Claim.GRANTED;
            }
            return "sent".equals(state) ? Claim.DONE : Claim.BUSY;
        }
    }
}
