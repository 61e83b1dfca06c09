package com.ovhi.outreach.simulators.callbacks;

import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.world.Provider;
import java.time.Instant;
import java.util.Map;

/**
 * Something that will happen at the provider and be posted to a webhook.
 *
 * @param id the journal's number, 0 before it has one
 * @param messageSeq the ledger line of the message it belongs to, 0 for none
 * @param event the provider's word for it
 * @param happens the domain instant at which it happens
 * @param due the domain instant at which it is posted
 * @param url where it is posted; empty when nobody wants to know
 * @param payload what is posted, in the provider's own terms
 * @param echo whether it repeats another one, and so changes nothing at the provider
 */
public record Callback(
        long id,
        Provider provider,
        long messageSeq,
        String messageId,
        Kind kind,
        String event,
        Instant happens,
        Instant due,
        String url,
        Map<String, Object> payload,
        boolean echo) {

    /** Whether a message of ours moved on, or a patient wrote. */
    public enum Kind {
        STATUS,
        INBOUND
    }

    /** A message moved on. */
    public static Callback status(
            Entry message, Provider provider, String event, Instant at, String url, Map<String, Object> payload) {
        return new Callback(
                0, provider, message.seq(), message.message(), Kind.STATUS, event, at, at, url, payload, false);
    }

    /** A patient wrote. */
    public static Callback inbound(
            Provider provider, long seq, String messageId, Instant at, String url, Map<String, Object> payload) {
        return new Callback(0, provider, seq, messageId, Kind.INBOUND, "received", at, at, url, payload, false);
    }

    /** A field of the payload as text, or nothing. */
    public String text(String field) {
        Object value = payload.get(field);
        return value == null ? "" : value.toString();
    }

    Callback numbered(long number) {
        return new Callback(number, provider, messageSeq, messageId, kind, event, happens, due, url, payload, echo);
    }

    Callback dueAt(Instant later) {
        return new Callback(id, provider, messageSeq, messageId, kind, event, happens, later, url, payload, echo);
    }

    Callback repeated() {
        return new Callback(id, provider, messageSeq, messageId, kind, event, happens, due, url, payload, true);
    }
}
