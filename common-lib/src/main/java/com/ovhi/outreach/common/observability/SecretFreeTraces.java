package com.ovhi.outreach.common.observability;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import java.util.Set;

/**
 * Keeps addresses of requests out of traces: their paths hold patients' ids and the tokens of unsubscribe links, portal
 * links and preference pages, whoever reads the traces. The route pattern stays. Thread-safe.
 */
final class SecretFreeTraces implements ObservationFilter {

    private static final Set<String> ADDRESSES = Set.of("http.url", "url.full", "url.path", "url.query");

    @Override
    public Observation.Context map(Observation.Context context) {
        context.getHighCardinalityKeyValues().stream()
                .map(KeyValue::getKey)
                .filter(ADDRESSES::contains)
                .toList()
                .forEach(context::removeHighCardinalityKeyValue);
        return context;
    }
}
