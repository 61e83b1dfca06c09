package com.ovhi.outreach.template.wording.locale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTests {

    private static final ZoneId PHOENIX = ZoneId.of("America/Phoenix");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en    | Wed, Mar 4    | 2:30 PM
            en-GB | Wed 4 Mar    | 14:30
            es    | mié, 4 de mar | 2:30 p.m.
            es-ES | mié, 4 mar    | 14:30
            es-MX | mié 4 de mar  | 02:30 p.m.
            fr    | mer. 4 mars   | 14:30
            fr-CA | mer. 4 mars   | 14 h 30
            pt    | qua., 4 de mar. | 14:30
            zh    | 3月4日周三     | 14:30
            vi    | Th 4, 4 thg 3 | 14:30
            ko    | 3월 4일 (수)   | 오후 2:30
            ru    | ср, 4 мар.    | 14:30
            ar    | الأربعاء، 4 مارس | 2:30 م
            tl    | Miy, Mar 4    | 2:30 PM
            fil   | Miy, Mar 4    | 2:30 PM
            ht    | mèkredi 4 mas | 2:30 PM
            """)
    void writesAsTheLanguageAndRegionDo(String language, String date, String time) {
        var moments = Moments.in(language);

        assertThat(moments.date("2026-03-04", null)).contains(date);
        assertThat(moments.time("14:30", null)).contains(time);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en  | 8:15 AM, 9:30 AM, and 2:00 PM
            es  | 8:15 a.m., 9:30 a.m. y 2:00 p.m.
            fr  | 08:15, 09:30 et 14:00
            zh  | 08:15、09:30和14:00
            ar  | 8:15 ص و9:30 ص و2:00 م
            ht  | 8:15 AM, 9:30 AM ak 2:00 PM
            """)
    void writesSeveralTimesOfADayAsAList(String language, String times) {
        var visits = "2026-03-04T08:15-07:00[America/Phoenix],2026-03-04T09:30-07:00[America/Phoenix],"
                + "2026-03-04T14:00-07:00[America/Phoenix]";

        assertThat(Moments.claimed(visits)).isTrue();
        assertThat(Moments.in(language).time(visits, PHOENIX)).contains(times);
        assertThat(Moments.in(language).date(visits, PHOENIX))
                .isEqualTo(Moments.in(language).date("2026-03-04", PHOENIX));
    }

    @Test
    void saysNothingTwiceAndNothingOfSeveralDays() {
        var moments = Moments.in("en");

        assertThat(moments.time("09:30,09:30", null)).contains("9:30 AM");
        assertThat(moments.date("2026-03-04,2026-03-05", null)).isEmpty();
        assertThat(moments.time("09:30,25:00", null)).isEmpty();
        assertThat(Moments.claimed("09:30,")).isFalse();
        assertThat(Moments.claimed("09:30,10:00,11:00,12:00,13:00,14:00,15:00")).isFalse();
    }

    @Test
    void keepsTheClockOfThePlace() {
        var moments = Moments.in("en");

        assertThat(moments.time("2026-03-04T09:30:00-07:00", null)).contains("9:30 AM");
        assertThat(moments.time("2026-03-04T09:30", PHOENIX)).contains("9:30 AM");
        assertThat(moments.date("2026-03-04T23:30:00-07:00", NEW_YORK)).contains("Wed, Mar 4");
    }

    @Test
    void namesTheZoneForAPatientElsewhere() {
        var moments = Moments.in("en");
        var visit = "2026-03-04T09:30:00-07:00[America/Phoenix]";

        assertThat(moments.time(visit, NEW_YORK)).contains("9:30 AM MST");
        assertThat(moments.time(visit, PHOENIX)).contains("9:30 AM");
        assertThat(Moments.in("es").time(visit, NEW_YORK))
                .hasValueSatisfying(time -> assertThat(time).startsWith("9:30 a.m. "));
    }

    @Test
    void writesUniversalTimeInThePatientsZone() {
        var moments = Moments.in("en");

        assertThat(moments.time("2026-03-05T02:30:00Z", PHOENIX)).contains("7:30 PM");
        assertThat(moments.date("2026-03-05T02:30:00Z", PHOENIX)).contains("Wed, Mar 4");
        assertThat(moments.time("2026-03-05T02:30:00Z", null)).isEmpty();
    }

    @Test
    void crossesTheClockChange() {
        var moments = Moments.in("en");

        assertThat(moments.time("2026-03-08T06:59:00Z", NEW_YORK)).contains("1:59 AM");
        assertThat(moments.time("2026-03-08T07:00:00Z", NEW_YORK)).contains("3:00 AM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-30",
                "2026-13-01",
                "2026-03-04T25:00",
                "2026-03-04T09:30[Mars/Base]",
                "2026-03-04T09:30-99:00"
            })
    void knowsNoDayThatDoesNotExist(String iso) {
        assertThat(Moments.claimed(iso)).isTrue();
        assertThat(Moments.in("en").date(iso, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"24:30", "09:60", "09:30:61"})
    void knowsNoTimeThatDoesNotExist(String iso) {
        assertThat(Moments.claimed(iso)).isTrue();
        assertThat(Moments.in("en").time(iso, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wed, Mar 4", "25 de marzo", "10:30 AM", "9:30", "03/25/2026", "tomorrow"})
    void leavesAloneWhatIsWrittenAlready(String text) {
        assertThat(Moments.claimed(text)).isFalse();
    }

    @Test
    void knowsAllHaitianMonthsAndDays() {
        var moments = Moments.in("ht");

        assertThat(moments.date("2026-01-05", null)).contains("lendi 5 janvye");
        assertThat(moments.date("2026-12-06", null)).contains("dimanch 6 desanm");
        assertThat(moments.date("2026-07-11", null)).contains("samdi 11 jiyè");
    }
}
