package com.ovhi.outreach.segment.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.segment.population.Known.DayCount;
import com.ovhi.outreach.segment.rule.Family;
import com.ovhi.outreach.segment.rule.Vocabulary;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    @ParameterizedTest
    @CsvSource({
        "2008-03-31, 2026-03-30, 17, 0-17",
        "2008-03-31, 2026-03-31, 18, 18-34",
        "2008-02-29, 2026-02-28, 17, 0-17",
        "2008-02-29, 2026-03-01, 18, 18-34",
        "2026-03-31, 2026-03-02, 0, 0-17",
        "1961-03-31, 2026-03-30, 64, 50-64",
        "1961-03-31, 2026-03-31, 65, 65+",
        "1926-12-31, 2026-12-31, 100, 65+"
    })
    void nobodyIsTakenToBeOlderThanTheyAre(LocalDate bornBy, LocalDate today, long age, String band) {
        var known = known(bornBy, today);

        assertThat(known.age()).isEqualTo(age);
        assertThat(known.ageBand()).isEqualTo(band);
    }

    @Test
    void anUnknownBirthDateIsNoAge() {
        assertThat(known(null, TODAY).age()).isNull();
        assertThat(known(null, TODAY).ageBand()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "30, 1", "31, 2", "730, 2"})
    void aWindowOfDaysEndsTodayAndForgetsWhatIsBefore(String days, long count) {
        var visits = List.of(
                new DayCount("no_show", TODAY.minusDays(1), 1),
                new DayCount("no_show", TODAY.minusDays(30), 1),
                new DayCount("completed", TODAY, 1),
                new DayCount("no_show", TODAY.plusDays(1), 1));
        var known = new Known(TODAY, row(null), visits, List.of(), List.of(), Set.of(), Set.of());

        assertThat(known.visitsWithin(VisitStatus.NO_SHOW, days)).isEqualTo(count);
    }

    @Test
    void theNextVisitIsTheFirstBookedOneFromTodayOn() {
        var visits = List.of(
                new DayCount("booked", TODAY.minusDays(1), 1),
                new DayCount("booked", TODAY.plusDays(9), 1),
                new DayCount("booked", TODAY, 1),
                new DayCount("cancelled", TODAY, 1));
        var known = new Known(TODAY, row(null), visits, List.of(), List.of(), Set.of(), Set.of());

        assertThat(known.nextVisit()).isEqualTo(TODAY);
    }

    @Test
    void knowsEveryVariableThatIsPublished() {
        assertThat(Vocabulary.patients().variables())
                .filteredOn(each -> each.family() != Family.OWN)
                .allSatisfy(each -> assertThat(Fact.of(each)).isNotNull())
                .hasSize(Fact.values().length);
    }

    @Test
    void bucketsAreEvenAndOneNameTellsNothingOfAnother() {
        var both = new int[10][10];
        LongStream.rangeClosed(1, 100_000)
                .forEach(each -> both[(int) Bucket.of("spring", each) / 10][(int) Bucket.of("autumn", each) / 10]++);

        for (var row : both) {
            for (var cell : row) {
                assertThat(cell).isBetween(850, 1150);
            }
        }
        assertThat(Bucket.of("spring", 4711))
                .isEqualTo(Bucket.of("spring", 4711))
                .isBetween(0L, 99L);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"en,en", "es-MX,es", "pt_BR,pt", "ZH-Hant-TW,zh", "'  ',-", "-,-", "12,-"})
    void aLanguageIsItsPrimaryTag(String tag, String primary) {
        assertThat(PopulationChanges.primary(tag)).isEqualTo(primary);
    }

    private static Known known(@Nullable LocalDate bornBy, LocalDate today) {
        return new Known(today, row(bornBy), List.of(), List.of(), List.of(), Set.of(), Set.of());
    }

    private static PatientRow row(@Nullable LocalDate bornBy) {
        return new PatientRow(1, 16, bornBy, null, null, null, null, null, 0, 0, 0, null, Set.of(), Set.of(), Set.of());
    }
}
