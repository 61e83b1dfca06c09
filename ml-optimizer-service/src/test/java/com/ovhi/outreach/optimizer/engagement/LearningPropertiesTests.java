package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LearningPropertiesTests {

    @Test
    void waitsAMinuteUnlessToldOtherwise() {
        var unset = new Binder(new MapConfigurationPropertySource(Map.of()));

        assertThat(unset.bindOrCreate("outreach.optimizer", LearningProperties.class)
                        .settle())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT1M", "PT1H"})
    void takesWhatCanBeWaitedFor(Duration settle) {
        assertThat(new LearningProperties(settle).settle()).isEqualTo(settle);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1S", "PT1H1S"})
    void refusesThePastAndWhatIsTooLong(Duration settle) {
        assertThatIllegalStateException()
                .isThrownBy(() -> new LearningProperties(settle))
                .withMessage("outreach.optimizer.settle: 0s to 1h");
    }
}
