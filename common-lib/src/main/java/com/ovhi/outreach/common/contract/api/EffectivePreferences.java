package com.ovhi.outreach.common.contract.api;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/preferences/{patientId}/effective}. PHI: addresses in clear, for services only. {@code timezone} is null when unknown; {@code candidateZones} then holds every zone the patient may be in. {@code unencryptedEmailAccepted} says that the patient was warned and wants e-mail all the same, at the address they have now, as recorded; null and false are no.
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
        @Nullable Boolean unencryptedEmailAccepted) {

    /** Of a patient of whom no wish for unencrypted e-mail is recorded. */
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
                null);
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
