package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code preference.changed}: the whole effective state of one patient; the newest {@code version} wins. {@code candidateZones} are the IANA zones the patient may be in, never empty; {@code quietStart} and {@code quietEnd} are local.
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
        Instant changedAt) {
    /** What the patient allows on one channel; address and hash are null when there is none. */
    public record Permission(
            boolean transactional,
            boolean marketing,
            @Nullable String addressHash,
            @Nullable Sealed address) {}
}
