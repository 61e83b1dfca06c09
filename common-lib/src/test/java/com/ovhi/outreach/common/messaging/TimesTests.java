package com.ovhi.outreach.common.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "1970-01-01T23:59:59.999999Z",
                "2038-01-01T00:00:00Z",
                "2101-01-01T00:00:00Z"
            })
    void setsAsideWhatTheDatabaseCannotHold(String at) {
        assertThatThrownBy(() -> Times.kept(Instant.parse(at))).isInstanceOf(PoisonRecord.class);
    }

    @Test
    void keepsMicroseconds() {
        assertThat(Times.kept(Instant.parse("2037-12-31T23:59:59.123456789Z")))
                .isEqualTo(Instant.parse("2037-12-31T23:59:59.123456Z"));
    }
}
