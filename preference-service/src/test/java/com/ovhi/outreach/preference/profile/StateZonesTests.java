package com.ovhi.outreach.preference.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.preference.setting.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateZonesTests {

    private static final String STATES =
            "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND"
                    + " OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI";

    @Test
    void hasZonesForEveryStateAndTerritory() {
        assertThat(STATES.split(" ", -1))
                .hasSize(56)
                .allSatisfy(
                        state -> assertThat(StateZones.of(state)).isNotEmpty().allMatch(Settings::isZone));
    }

    @ParameterizedTest
    @CsvSource({"texas, TX", "TX, TX", " District of Columbia , DC", "Ontario, ''"})
    void knowsTheirCodes(String state, String code) {
        assertThat(StateZones.code(state).orElse("")).isEqualTo(code);
    }

    @Test
    void everyStateIsAmongThoseOfItsZones() {
        assertThat(STATES.split(" ", -1))
                .allSatisfy(state -> assertThat(StateZones.of(state))
                        .allSatisfy(
                                zone -> assertThat(StateZones.statesBy(zone)).contains(state)));
    }

    @ParameterizedTest
    @CsvSource({
        "Massachusetts, America/New_York",
        "massachusetts, America/New_York",
        " ma , America/New_York",
        "Arizona, America/Phoenix;America/Denver",
        "West Virginia, America/New_York",
        "Ontario, ''",
        ", ''"
    })
    void findsThemByCodeAndByName(@Nullable String state, String zones) {
        assertThat(String.join(";", StateZones.of(state))).isEqualTo(zones);
    }
}
