package com.ovhi.outreach.channel.intent;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Table {@code contact_slots}: for one contact at most one attempt is open, and none after one was accepted. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class ContactSlots {

    private final JdbcClient jdbc;

    ContactSlots(JdbcClient jdbc) {
        this.jdbc = jdbc;
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

    /** Opens an attempt if no other is open and the contact has not been made. Locks the slot either way. */
    public Claim claim(UUID slotId, UUID intentId) {
        jdbc.sql("INSERT INTO contact_slots (slot_id) VALUES (?) ON DUPLICATE KEY UPDATE slot_id = VALUES(slot_id)")
                .param(slotId.toString())
                .update();
        var claimed =
                jdbc.sql("""
                        UPDATE contact_slots SET open_attempt = ?, state = 'open', changed_at = UTC_TIMESTAMP(6)
                        WHERE slot_id = ? AND open_attempt IS NULL AND state = 'free'""").params(intentId.toString(), slotId.toString()).update();
        return claimed == 1 ? Claim.GRANTED : "sent".equals(state(slotId)) ? Claim.DONE : Claim.BUSY;
    }

    /** The contact was made by this attempt. */
    void sent(UUID slotId, UUID intentId) {
        jdbc.sql("""
                        UPDATE contact_slots SET state = 'sent', changed_at = UTC_TIMESTAMP(6),
                               open_attempt = IF(open_attempt = ?, NULL, open_attempt)
                        WHERE slot_id = ?""").params(intentId.toString(), slotId.toString()).update();
    }

    /** The attempt came to nothing; another may be opened. */
    void free(UUID slotId, UUID intentId) {
        jdbc.sql("""
                        UPDATE contact_slots SET open_attempt = NULL, changed_at = UTC_TIMESTAMP(6),
                               state = IF(state = 'sent', 'sent', 'free')
                        WHERE slot_id = ? AND open_attempt = ?""").params(slotId.toString(), intentId.toString()).update();
    }

    private String state(UUID slotId) {
        return jdbc.sql("SELECT state FROM contact_slots WHERE slot_id = ?")
                .param(slotId.toString())
                .query(String.class)
                .single();
    }
}
