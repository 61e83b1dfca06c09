package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What the counts of a job can be grouped by.
 *
 * @param providerId 0 for none
 * @param patientKey a keyed hash, see {@link Pseudonyms}; empty for jobs counted before it was kept
 * @param visitKey a keyed hash; empty without a visit
 */
record Traits(
        long organizationId,
        long providerId,
        Channel channel,
        Purpose purpose,
        Place place,
        Text text,
        String patientKey,
        String visitKey) {

    private static final String APPOINTMENT = "appointment/";

    static Traits of(JobChanged change, Pseudonyms pseudonyms) {
        var provider = change.providerId();
        return new Traits(
                change.organizationId(),
                provider == null ? 0 : provider,
                change.channel(),
                change.purpose(),
                Place.of(change),
                Text.of(change),
                pseudonyms.patient(change.patientId()),
                appointment(change)
                        .map(visit -> pseudonyms.visit(change.organizationId(), visit))
                        .orElse(""));
    }

    private static Optional<Long> appointment(JobChanged change) {
        var subject = change.subjectRef();
        if (subject == null || !subject.startsWith(APPOINTMENT)) {
            return Optional.empty();
        }
        var number = subject.substring(APPOINTMENT.length());
        return number.matches("\\d{1,18}") ? Optional.of(Long.valueOf(number)) : Optional.empty();
    }

    /** The same job told of again: what was not known is filled in, and the newest text stands. */
    Traits and(Traits told) {
        return new Traits(
                organizationId,
                providerId == 0 ? told.providerId : providerId,
                channel,
                purpose,
                place.or(told.place),
                text.newer(told.text),
                patientKey.isEmpty() ? told.patientKey : patientKey,
                visitKey.isEmpty() ? told.visitKey : visitKey);
    }

    /** Names everything the funnel can be grouped by; the migration to V2 computes the same. */
    String slice() {
        var all = String.join(
                "|",
                channel.code(),
                purpose.code(),
                Long.toString(place.campaignId()),
                Integer.toString(place.campaignVersion()),
                Integer.toString(place.step()),
                Long.toString(place.experimentId()),
                Long.toString(text.templateId()),
                Integer.toString(text.templateVersion()),
                text.language(),
                place.variant());
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }
}
