package com.ovhi.outreach.preference.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTests {

    @ParameterizedTest
    @CsvSource({
        "en, en",
        "es-mx, es-MX",
        "ZH-hans-cn, zh-Hans-CN",
        "pt-BR, pt-BR",
        "es-419, es-419",
        "haw, haw",
        "fil, fil",
        "ht, ht",
        "vi, vi"
    })
    void spellsALanguageAsItIsSpelt(String tag, String canonical) {
        assertThat(Settings.language(tag)).contains(canonical);
        assertThat(Settings.isLanguage(tag)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "english", "zz", "zzz", "en_US", "en-ZZ1", "en-XX", "x-private", "en-", "-", "not a language"
            })
    void knowsNoLanguageThatDoesNotExist(String tag) {
        assertThat(Settings.isLanguage(tag)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "America/New_York, true",
        "Etc/UTC, true",
        "EST5EDT, true",
        "SystemV/AST4, false",
        "america/new_york, false",
        "GMT+5, false",
        "-05:00, false",
        "Mars/Olympus, false",
        ", false"
    })
    void knowsTheZonesOfTheTimeZoneDatabase(@Nullable String zone, boolean known) {
        assertThat(Settings.isZone(zone)).isEqualTo(known);
    }

    @Test
    void lets24HoursBeNoSpan() {
        var ten = LocalTime.of(22, 0);

        assertThatIllegalArgumentException().isThrownBy(() -> new Hours(ten, ten));
        assertThat(Hours.isSpan(ten, ten)).isFalse();
        assertThat(Hours.isSpan(ten, null)).isFalse();
        assertThat(Hours.isSpan(null, null)).isTrue();
        assertThat(Hours.isSpan(ten, LocalTime.of(6, 0))).isTrue();
    }
}
