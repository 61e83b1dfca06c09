package com.ovhi.outreach.template.wording.sms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptOutLineTests {

    @ParameterizedTest
    @ValueSource(strings = {"en", "es-MX", "fr", "pt-BR", "zh-Hans", "vi", "ko", "ru", "ar", "tl", "fil", "ht", "de"})
    void saysStopInEveryLanguage(String language) {
        assertThat(OptOutLine.saidIn(OptOutLine.of(language))).isTrue();
    }

    @Test
    void isSaidByTheWordAlone() {
        assertThat(OptOutLine.saidIn("Hello. STOP to opt out")).isTrue();
        assertThat(OptOutLine.saidIn("退订回复STOP")).isTrue();
        assertThat(OptOutLine.saidIn("We do not stop")).isFalse();
        assertThat(OptOutLine.saidIn("NONSTOP")).isFalse();
    }
}
