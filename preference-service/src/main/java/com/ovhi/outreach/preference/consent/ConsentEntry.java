package com.ovhi.outreach.preference.consent;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.moment.Precision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger.
 *
 * @param addressHash the address it is about; null means all of the patient's on the channel
 * @param effectiveAt when the patient said it, to the microsecond
 * @param evidence how it can be proved
 * @param spokenFrom hash of the address from which it was said; null when that is not known or it was said otherwise
 */
public record ConsentEntry(
        long patientId,
        long organizationId,
        Channel channel,
        ConsentClass consentClass,
        @Nullable String addressHash,
        ConsentAction action,
        ConsentSource source,
        Instant effectiveAt,
        Evidence evidence,
        @Nullable String spokenFrom) {

    public ConsentEntry {
        effectiveAt = effectiveAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Not said from an address. */
    public ConsentEntry(
            long patientId,
            long organizationId,
            Channel channel,
            ConsentClass consentClass,
            @Nullable String addressHash,
            ConsentAction action,
            ConsentSource source,
            Instant effectiveAt,
            Evidence evidence) {
        this(
                patientId,
                organizationId,
                channel,
                consentClass,
                addressHash,
                action,
                source,
                effectiveAt,
                evidence,
                null);
    }

    /** About all addresses of the patient on the channel, and not said from one. */
    public ConsentEntry(
            long patientId,
            long organizationId,
            Channel channel,
            ConsentClass consentClass,
            ConsentAction action,
            ConsentSource source,
            Instant effectiveAt,
            Evidence evidence) {
        this(patientId, organizationId, channel, consentClass, null, action, source, effectiveAt, evidence);
    }

    /** The same said by the same person, who has another record. */
    public ConsentEntry in(long otherPatientId) {
        return new ConsentEntry(
                otherPatientId,
                organizationId,
                channel,
                consentClass,
                addressHash,
                action,
                source,
                effectiveAt,
                evidence,
                spokenFrom);
    }

    /** Whether it says anything of messages to an address, or to none in particular. */
    boolean covers(@Nullable String address) {
        return addressHash == null || addressHash.equals(address);
    }

    boolean isAbout(Channel channel, ConsentClass consentClass) {
        return this.channel == channel && this.consentClass == consentClass;
    }

    /** When both may have been said at the same time, the revocation wins. */
    boolean lifts(ConsentEntry revocation) {
        return effectiveAt.isAfter(Precision.latest(revocation.effectiveAt))
                && source.lifts(revocation.source)
                && (!source.answersFromTheSameAddress(revocation.source) || saidWhere(revocation));
    }

    private boolean saidWhere(ConsentEntry other) {
        return spokenFrom != null && spokenFrom.equals(other.spokenFrom);
    }

    /**
     * How a consent can be proved.
     *
     * @param actor a token subject, a service, or {@code patient}
     * @param origin where the patient said it, such as {@code front-desk}
     * @param evidenceRef names a form, a recording or an inbound message
     * @param wordingVersion which text the patient agreed to
     * @param language of that text
     */
    public record Evidence(
            String actor,
            @Nullable String origin,
            @Nullable String evidenceRef,
            @Nullable String wordingVersion,
            @Nullable String language) {

        /** The patient's own act, proved by what it left behind. */
        public static Evidence ofPatient(String origin, @Nullable String evidenceRef) {
            return new Evidence("patient", origin, evidenceRef, null, null);
        }
    }
}
