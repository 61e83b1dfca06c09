package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code preference.changed}: the whole effective state of one patient; the newest {@code version} wins. {@code candidateZones} are the IANA zones the patient may be in, never empty; {@code quietStart} and {@code quietEnd} are local; {@code states} are the US states and territories (two letters) the patient may be in, null when unknown; {@code workStart} and {@code workEnd} are the local hours of work the patient stated, null when they did not; {@code unencryptedEmailAccepted} tells whether the patient wants details in unencrypted e-mail after a warning, null when the event is older than the question; {@code mergedFrom} is the record that was given up for this one, whose refusals this version takes over, null in all other versions.
 */
public record PreferenceChanged(
        long patientId,
        long organizationId,
        long version,
        List<String> candidateZones,
        String language,
        @Nullable LocalTime quietStart,
        @Nullable LocalTime quietEnd,
        @Nullable Integer bestHour,
        Map<Channel, Permission> channels,
        Instant changedAt,
        @Nullable List<String> states,
        @Nullable LocalTime workStart,
        @Nullable LocalTime workEnd,
        @Nullable Boolean unencryptedEmailAccepted,
        @Nullable Long mergedFrom) {

    /** A state that takes over nothing from another record. */
    public PreferenceChanged(
            long patientId,
            long organizationId,
            long version,
            List<String> candidateZones,
            String language,
            @Nullable LocalTime quietStart,
            @Nullable LocalTime quietEnd,
            @Nullable Integer bestHour,
            Map<Channel, Permission> channels,
            Instant changedAt,
            @Nullable List<String> states,
            @Nullable LocalTime workStart,
            @Nullable LocalTime workEnd,
            @Nullable Boolean unencryptedEmailAccepted) {
        this(
                patientId,
                organizationId,
                version,
                candidateZones,
                language,
                quietStart,
                quietEnd,
                bestHour,
                channels,
                changedAt,
                states,
                workStart,
                workEnd,
                unencryptedEmailAccepted,
                null);
    }

    /** A state that says nothing of unencrypted e-mail. */
    public PreferenceChanged(
            long patientId,
            long organizationId,
            long version,
            List<String> candidateZones,
            String language,
            @Nullable LocalTime quietStart,
            @Nullable LocalTime quietEnd,
            @Nullable Integer bestHour,
            Map<Channel, Permission> channels,
            Instant changedAt,
            @Nullable List<String> states,
            @Nullable LocalTime workStart,
            @Nullable LocalTime workEnd) {
        this(
                patientId,
                organizationId,
                version,
                candidateZones,
                language,
                quietStart,
                quietEnd,
                bestHour,
                channels,
                changedAt,
                states,
                workStart,
                workEnd,
                null);
    }

    /** A state of a patient who may be in any state of the country and stated no hours of work. */
    public PreferenceChanged(
            long patientId,
            long organizationId,
            long version,
            List<String> candidateZones,
            String language,
            @Nullable LocalTime quietStart,
            @Nullable LocalTime quietEnd,
            @Nullable Integer bestHour,
            Map<Channel, Permission> channels,
            Instant changedAt) {
        this(
                patientId,
                organizationId,
                version,
                candidateZones,
                language,
                quietStart,
                quietEnd,
                bestHour,
                channels,
                changedAt,
                null,
                null,
                null);
    }

    /** Of many states the newest of each patient, by patient id in ascending order: who locks rows locks them in this order. */
    public static SortedMap<Long, PreferenceChanged> newest(Collection<PreferenceChanged> states) {
        var newest = new TreeMap<Long, PreferenceChanged>();
        for (var each : states) {
            newest.merge(each.patientId(), each, (one, other) -> one.version() > other.version() ? one : other);
        }
        return newest;
    }

    /**
     * What the patient allows on one channel; address and hash are null when there is none. {@code reason} is a code for why the channel is closed, null when it is open or the event is older than the field.
     */
    public record Permission(
            boolean transactional,
            boolean marketing,
            @Nullable String addressHash,
            @Nullable Sealed address,
            @Nullable String reason) {

        private static final Set<String> BY_THE_PATIENT =
                Set.of("opted-out", "suppressed-stop", "suppressed-complaint", "suppressed-unsubscribe");

        /** Of an open channel, or one of which it is not told why it is closed. */
        public Permission(
                boolean transactional, boolean marketing, @Nullable String addressHash, @Nullable Sealed address) {
            this(transactional, marketing, addressHash, address, null);
        }

        /** Whether the patient closed the channel, in whichever way. */
        public boolean refused() {
            return !transactional && reason != null && BY_THE_PATIENT.contains(reason);
        }
    }
}
