package com.ovhi.outreach.analytics.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Milestone;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CounterTests {

    @Test
    void everyMilestoneIsCountedUnderItsOwnNameOrNotAtAll() {
        for (var milestone : Milestone.values()) {
            Counter.of(milestone)
                    .ifPresent(counter -> assertThat(counter.code()).isEqualTo(milestone.code()));
        }
        assertThat(Arrays.stream(Milestone.values())
                        .filter(each -> Counter.of(each).isEmpty())
                        .toList())
                .isEqualTo(List.of(Milestone.PROCESSING, Milestone.UNDER_REVIEW));
    }

    @Test
    void everyCounterButUnsubscribedHasAMilestone() {
        assertThat(Arrays.stream(Milestone.values())
                        .map(Counter::of)
                        .flatMap(Optional::stream)
                        .toList())
                .doesNotContain(Counter.UNSUBSCRIBED)
                .hasSize(Counter.values().length - 1);
    }
}
