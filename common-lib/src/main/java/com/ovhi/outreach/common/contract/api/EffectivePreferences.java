package com.ovhi.outreach.common.contract.api;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/preferences/{patientId}/effective}. PHI: addresses in clear, for services only. {@code timezone} is null when unknown; {@code candidateZones} then holds every zone the patient may be in. {@code unencryptedEmailAccepted} says that the patient was warned and wants e-mail all the same, at the address they have now, as recorded; null and false are no. {@code states} are the US states and territories (two letters) the patient may be in, null when unknown; {@code decidedBy} names the level ({@code patient}, {@code provider}, {@code organization} or {@code global}) that decided each setting, or {@code learned} where the best hour is what the suite learned (older answers call that the patient's); null in older answers still. {@code unlearnedBestHour} is the hour that holds where nothing learned may be used; null when there is none, or when the best hour is none that was learned.
 */
public record EffectivePreferences(
        long patientId,
        long organizationId,
        long version,
        @Nullable String timezone,
        List<String> candidateZones,
        String language,
        @Nullable LocalTime quietStart,
        @Nullable LocalTime quietEnd,
        @Nullable LocalTime workStart,
        @Nullable LocalTime workEnd,
        @Nullable Integer bestHour,
        Map<Channel, ChannelPreference> channels,
        @Nullable Boolean unencryptedEmailAccepted,
        @Nullable List<String> states,
        @Nullable Map<String, String> decidedBy,
        @Nullable Integer unlearnedBestHour) {

    /** Who decided a best hour that nobody asked for. */
    public static final String LEARNED = "learned";

    private static final String PATIENT = "patient";
    private static final String BEST_HOUR = "best_hour";

    /** Preferences of a patient of unknown state, of whom neither it is known who decided nor a wish for unencrypted e-mail. */
    public EffectivePreferences(
            long patientId,
            long organizationId,
            long version,
            @Nullable String timezone,
            List<String> candidateZones,
            String language,
            @Nullable LocalTime quietStart,
            @Nullable LocalTime quietEnd,
            @Nullable LocalTime workStart,
            @Nullable LocalTime workEnd,
            @Nullable Integer bestHour,
            Map<Channel, ChannelPreference> channels) {
        this(
                patientId,
                organizationId,
                version,
                timezone,
                candidateZones,
                language,
                quietStart,
                quietEnd,
                workStart,
                workEnd,
                bestHour,
                channels,
                null,
                null,
                null,
                null);
    }

    /** Whether a setting, such as {@code work_hours}, is what the patient said, and no default. */
    public boolean stated(String setting) {
        return decidedBy != null && PATIENT.equals(decidedBy.get(setting));
    }

    /** The best hour somebody asked for; null when there is none, or it is known to be learned only. */
    public @Nullable Integer statedBestHour() {
        return decidedBy != null && LEARNED.equals(decidedBy.get(BEST_HOUR)) ? null : bestHour;
    }

    /**
     * The hour to prefer: the one that was asked for, else the one that was learned, else the one that would hold had nothing been.
     *
     * @param learned null when nothing was learned, or nothing of it may be used
     */
    public @Nullable Integer preferredHour(@Nullable Integer learned) {
        var stated = statedBestHour();
        if (stated != null) {
            return stated;
        }
        return learned == null ? unlearnedBestHour : learned;
    }

    /**
     * One channel. {@code enabled} already takes consent and suppression into account; {@code reason} says why it is not.
     */
    public record ChannelPreference(
            boolean enabled,
            boolean marketingOptIn,
            @Nullable String address,
            @Nullable String addressHash,
            @Nullable String reason) {

        @Override
        public String toString() {
            return "ChannelPreference[enabled=" + enabled + ", address=" + Masked.MASK + "]";
        }
    }
}
