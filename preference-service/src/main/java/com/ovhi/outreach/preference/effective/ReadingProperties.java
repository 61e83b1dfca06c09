package com.ovhi.outreach.preference.effective;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How look-ups that miss the cache are read.
 *
 * @param readers threads that read at the same time, each for all who wait: fewer read for more at once, which costs less
 * @param together how many are read for at once at most
 */
@ConfigurationProperties("outreach.preference.reading")
record ReadingProperties(
        @DefaultValue("2") int readers, @DefaultValue("64") int together) {

    ReadingProperties {
        if (readers < 1 || together < 1) {
            throw new IllegalStateException("outreach.preference.reading: readers and together must be at least 1");
        }
    }
}
