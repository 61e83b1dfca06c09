package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.common.contract.JobChanged;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The text a message was written from.
 *
 * @param templateId 0 for unknown
 * @param templateVersion 0 for unknown
 * @param language BCP 47, empty for unknown
 * @param segments of an SMS, null for unknown
 * @param toldAt when it was so; null while nothing is known
 */
record Text(
        long templateId,
        int templateVersion,
        String language,
        @Nullable Integer segments,
        @Nullable Instant toldAt) {

    static final Text UNKNOWN = new Text(0, 0, "", null, null);

    static Text of(JobChanged change) {
        var wording = change.wording();
        return wording == null
                ? UNKNOWN
                : new Text(
                        wording.templateId(),
                        wording.templateVersion(),
                        wording.language(),
                        wording.segments(),
                        change.occurredAt().truncatedTo(ChronoUnit.MICROS));
    }

    /** The newer of two; of two told of at once the one of the higher template, version and length, so that order is nothing. */
    Text newer(Text told) {
        if (told.toldAt == null || toldAt == null) {
            return toldAt == null ? told : this;
        }
        var order = told.toldAt.compareTo(toldAt);
        return order > 0 || (order == 0 && told.rank().compareTo(rank()) > 0) ? told : this;
    }

    private String rank() {
        return "%019d/%010d/%s/%010d"
                .formatted(templateId, templateVersion, language, segments == null ? -1 : segments);
    }
}
