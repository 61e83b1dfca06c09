package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.messaging.Times;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A patient wants less of our messages, or none.
 *
 * @param id the same however often it is told; who says STOP may be noted by the reply and by what followed from it
 */
record OptOut(UUID id, long patientId, long organizationId, Instant at) {

    /** Keeps what the database keeps. */
    OptOut {
        at = Times.kept(at);
    }

    /** The reply, if it is a STOP and it is known who said so. */
    static Stream<OptOut> of(ReplyUnderstood reply) {
        var patient = reply.patientId();
        var organization = reply.organizationId();
        return reply.intent() == Intent.STOP && patient != null && organization != null
                ? Stream.of(new OptOut(reply.inboundId(), patient, organization, reply.receivedAt()))
                : Stream.empty();
    }

    static OptOut of(PreferenceChanged preference) {
        var name = "preference/" + preference.patientId() + "/" + preference.version();
        return new OptOut(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII)),
                preference.patientId(),
                preference.organizationId(),
                preference.changedAt());
    }
}
