package com.ovhi.outreach.preference.optout;

import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.consent.ConsentSource;
import com.ovhi.outreach.preference.optout.OptOuts.AddressOptOut;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Acts on replies that change a permission. Each inbound message acts once, however often it is published, and what it
 * does is judged by when it was received, so that an old START undoes no newer STOP.
 */
@Component
class PermissionReplies {

    private final JdbcClient jdbc;
    private final Profiles profiles;
    private final OptOuts optOuts;

    PermissionReplies(JdbcClient jdbc, Profiles profiles, OptOuts optOuts) {
        this.jdbc = jdbc;
        this.profiles = profiles;
        this.optOuts = optOuts;
    }

    /** Whether a reply may change a permission; the others are somebody else's business. */
    static boolean matters(ReplyUnderstood reply) {
        return switch (reply.intent()) {
            case STOP, START, WRONG_PERSON -> true;
            case CONFIRM, RESCHEDULE, CANCEL, HELP, NO, QUESTION, EMERGENCY, AUTO_REPLY, ACK, OTHER -> false;
        };
    }

    /** Does what a reply that {@linkplain #matters matters} says, in the caller's transaction. */
    void handle(ReplyUnderstood reply) {
        switch (reply.intent()) {
            case STOP -> once(reply, () -> stop(reply));
            case START ->
                once(
                        reply,
                        () -> optOuts.start(reply.addressHash(), reply.channel(), reply.receivedAt(), evidence(reply)));
            case WRONG_PERSON -> once(reply, () -> disown(reply));
            case CONFIRM, RESCHEDULE, CANCEL, HELP, NO, QUESTION, EMERGENCY, AUTO_REPLY, ACK, OTHER -> {
                // Nothing to do with permissions.
            }
        }
    }

    private void stop(ReplyUnderstood reply) {
        optOuts.stop(new AddressOptOut(
                reply.addressHash(),
                reply.patientId(),
                reply.channel(),
                SuppressionReason.STOP,
                ConsentSource.REPLY,
                reply.receivedAt(),
                evidence(reply),
                Actor.PATIENT));
    }

    /** Of several patients at the address nobody can tell which one it is not: it is none of them. */
    private void disown(ReplyUnderstood reply) {
        var patient = reply.patientId();
        var patients = patient == null ? profiles.patientsAt(reply.channel(), reply.addressHash()) : List.of(patient);
        patients.forEach(each -> optOuts.disown(each, reply.addressHash(), reply.channel(), reply.receivedAt()));
    }

    private void once(ReplyUnderstood reply, Runnable effect) {
        var first = jdbc.sql("""
                        INSERT IGNORE INTO handled_replies (inbound_id, address_hash, channel, intent, received_at)
                        VALUES (?, ?, ?, ?, ?)""")
                        .params(
                                reply.inboundId().toString(),
                                reply.addressHash(),
                                reply.channel().code(),
                                reply.intent().code(),
                                Timestamp.from(reply.receivedAt()))
                        .update()
                == 1;
        if (first) {
            effect.run();
        }
    }

    private static Evidence evidence(ReplyUnderstood reply) {
        return new Evidence(
                "patient",
                reply.intent() == Intent.STOP ? "stop-reply" : "start-reply",
                "inbound/" + reply.inboundId(),
                null,
                reply.language());
    }
}
