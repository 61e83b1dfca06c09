package com.ovhi.outreach.analytics.report;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be told of few people.
 *
 * @param smallestCell the smallest count above zero that is shown; 11 is the rule of the Centers for Medicare and Medicaid
 *     Services, 1 shows everything
 */
@ConfigurationProperties("outreach.analytics")
record DisclosureProperties(@DefaultValue("11") int smallestCell) {

    /** Refuses what would hide everything or nothing by mistake. */
    DisclosureProperties {
        if (smallestCell < 1) {
            throw new IllegalStateException("outreach.analytics.smallest-cell must be at least 1");
        }
    }
}
