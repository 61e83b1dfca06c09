package com.ovhi.outreach.preference.effective;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.profile.Contact;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateGuessTests {

    private static final Instant T0 = Instant.parse("2026-03-02T15:00:00Z");
    private static final String HASH = "0123456789abcdef0123456789abcdef";

    /** The own zone, the clinic's, the telephone: the states that follow; "?" for any. */
    @ParameterizedTest
    @CsvSource({
        "America/Phoenix, , , AZ",
        "America/Phoenix, , +13055550100, AZ FL",
        "America/Phoenix, Pacific/Honolulu, , AZ",
        "US/Hawaii, , , HI",
        ", Pacific/Honolulu, , HI",
        ", Pacific/Honolulu, +18085550100, HI",
        ", America/Puerto_Rico, , PR VI",
        "Europe/London, , , ?",
        "Etc/UTC, , , ?",
        ", America/Phoenix, +442079460000, ?",
        ", , , ?",
    })
    void followsFromWhereClocksShowWhatThePatientsMayShow(
            @Nullable String own, @Nullable String clinic, @Nullable String phone, String states) {
        assertThat(guess(profile(own, phone), clinic)).isEqualTo("?".equals(states) ? null : states);
    }

    @Test
    void countsEveryStateOfAZoneUnderWhicheverName() {
        assertThat(guess(profile("America/New_York", null), null))
                .contains("FL", "KY", "MI", "TN", "RI", "PA")
                .doesNotContain("TX", "CA")
                .isEqualTo(guess(profile("America/Toronto", null), null));
    }

    @Test
    void believesTheHomeWhateverElseSuggests() {
        var texan = profile("America/New_York", "+13055550100").living("TX", List.of("America/Chicago"));

        assertThat(guess(texan, "Pacific/Honolulu")).isEqualTo("TX");
    }

    private static @Nullable String guess(Profile profile, @Nullable String clinic) {
        var levels = Map.of(
                Level.PATIENT, profile.settings(), Level.ORGANIZATION, new Settings(clinic, null, null, null, null));
        var states = StateGuess.of(profile, ZoneGuess.of(profile, levels));
        return states == null ? null : String.join(" ", states);
    }

    private static Profile profile(@Nullable String zone, @Nullable String phone) {
        var profile = Profile.fresh(1176, 16, T0).with(new Settings(zone, null, null, null, null));
        return phone == null ? profile : profile.with(Channel.SMS, new Contact(null, phone, HASH, null));
    }
}
