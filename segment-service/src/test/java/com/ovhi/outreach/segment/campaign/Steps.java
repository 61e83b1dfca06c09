package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Steps for tests. */
final class Steps {

    private Steps() {}

    static Step after(
            @Nullable Duration offset, @Nullable Integer days, @Nullable LocalTime at, @Nullable Anchor from) {
        return new Step(Purpose.RX_REFILL, null, null, null, offset, days, at, from, null, null, null);
    }

    /** As on the wire; all are notices of refills. */
    static Course course(String... steps) {
        var list = Arrays.stream(steps)
                .map(each -> ContractJson.read(
                        "{\"purpose\": \"rx_refill\"" + (each.isEmpty() ? "" : ", " + each) + "}", Step.class))
                .toList();
        return new Course(list, null, null);
    }
}
