package com.ovhi.outreach.analytics.fact;

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
    void whatTheOrchestratorDoesNotTellHasNoMilestone() {
        assertThat(Arrays.stream(Milestone.values())
                        .map(Counter::of)
                        .flatMap(Optional::stream)
                        .toList())
                .doesNotContain(
                        Counter.CONFIRMED,
                        Counter.KEPT,
                        Counter.NO_SHOW,
                        Counter.UNSUBSCRIBED,
                        Counter.COMPLAINED,
                        Counter.MACHINE_OPENED,
                        Counter.MACHINE_CLICKED)
                .hasSize(Counter.values().length - 7);
    }

    @Test
    void everyCounterIsFoundByItsCode() {
        for (var counter : Counter.values()) {
            assertThat(Counter.of(counter.code())).isEqualTo(counter);
        }
    }
}
