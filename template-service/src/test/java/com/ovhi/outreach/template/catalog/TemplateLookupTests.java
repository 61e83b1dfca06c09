package com.ovhi.outreach.template.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.api.RenderedMessage.LanguageStep;
import com.ovhi.outreach.common.contract.api.RenderedMessage.Level;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.Wording;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateLookupTests {

    @ParameterizedTest
    @CsvSource({
        "es-MX, es-MX es",
        "es_MX, es-MX es",
        "ES-mx, es-MX es",
        "zh-Hans-CN, zh-Hans-CN zh-Hans zh",
        "en-US, en-US en",
        "vi, vi"
    })
    void shortensTheTag(String language, String chain) {
        assertThat(TemplateLookup.chain(language)).containsExactly(chain.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"not a tag", "''", "-"})
    void takesWhatIsNoTagForNoLanguage(String language) {
        assertThat(TemplateLookup.chain(language)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "es-MX, 3, EXACT",
        "es-PR, 2, SHORTENED",
        "ko, 4, ORGANIZATION_DEFAULT",
        "not a tag, 4, ORGANIZATION_DEFAULT"
    })
    void goesFromTheExactTagToTheShortenedToTheDefaultOfTheOrganisation(
            String language, long expected, LanguageStep step) {
        var all = List.of(template(1, "en"), template(2, "es"), template(3, "es-MX"), template(4, "fr"));

        var found =
                TemplateLookup.best(all, language, () -> Optional.of("fr-CA")).orElseThrow();

        assertThat(found.template().id()).isEqualTo(expected);
        assertThat(found.step()).isEqualTo(step);
    }

    @Test
    void endsWithEnglish() {
        var all = List.of(template(1, "en"), template(2, "es"));

        var found = TemplateLookup.best(all, "ko", Optional::empty).orElseThrow();

        assertThat(found.template().id()).isEqualTo(1);
        assertThat(found.step()).isEqualTo(LanguageStep.LAST_RESORT);
    }

    @Test
    void asksForTheDefaultOfTheOrganisationOnlyWhenItIsNeeded() {
        assertThat(TemplateLookup.best(List.of(template(2, "es")), "es", () -> {
                    throw new AssertionError("The patient's own language is there");
                }))
                .isPresent();
    }

    @Test
    void prefersTheProvidersOwnToTheOrganisationsToTheSuites() {
        var global = template(9, "en", null, null);
        var organization = template(2, "en", 11L, null);
        var provider = template(1, "en", 11L, 5L);

        assertThat(best(List.of(global, organization, provider), "en")).isEqualTo(1);
        assertThat(best(List.of(global, organization), "en")).isEqualTo(2);
        assertThat(best(List.of(global), "en")).isEqualTo(9);
    }

    @Test
    void prefersTheNewestOfALevel() {
        assertThat(best(List.of(template(5, "en", 11L, null), template(6, "en", 11L, null)), "en"))
                .isEqualTo(6);
    }

    @Test
    void prefersThePatientsLanguageToSomebodysOwnTemplate() {
        assertThat(best(List.of(template(2, "es"), template(5, "en", 11L, 5L)), "es-MX"))
                .isEqualTo(2);
    }

    @Test
    void findsNothingWhereThereIsNothingToUnderstand() {
        assertThat(TemplateLookup.best(List.of(), "en", () -> Optional.of("en")))
                .isEmpty();
        assertThat(TemplateLookup.best(List.of(template(1, "es")), "ko", Optional::empty))
                .isEmpty();
    }

    /** Every set of templates in four languages on three levels, for every patient and organisation. */
    @Test
    void findsTheFirstOfLanguageAndLevelInEverySetOfTemplates() {
        var all = Stream.of("es-MX", "es", "fr", "en")
                .flatMap(language -> Stream.of(
                        template(1, language, 11L, 5L),
                        template(2, language, 11L, null),
                        template(3, language, null, null)))
                .toList();
        for (var set = 0; set < 1 << all.size(); set++) {
            var chosen = set;
            var candidates = IntStream.range(0, all.size())
                    .filter(i -> (chosen & 1 << i) != 0)
                    .mapToObj(all::get)
                    .toList();
            for (var fallback : List.of("", "fr", "es")) {
                assertFirst(candidates, "es-MX", fallback, List.of("es-MX", "es", fallback, "en"));
                assertFirst(candidates, "es", fallback, List.of("es", fallback, "en"));
                assertFirst(candidates, "ko", fallback, List.of(fallback, "en"));
            }
        }
    }

    /** Compares with the plain reading of the rule: language by language, in each level by level. */
    private static void assertFirst(List<Template> candidates, String language, String fallback, List<String> order) {
        var expected = order.stream()
                .flatMap(tag -> Arrays.stream(Level.values())
                        .flatMap(level -> candidates.stream()
                                .filter(each -> each.level() == level
                                        && each.wording().language().equals(tag))))
                .findFirst();

        var found = TemplateLookup.best(
                candidates, language, () -> Optional.of(fallback).filter(each -> !each.isEmpty()));

        assertThat(found.map(TemplateLookup.Found::template)).isEqualTo(expected);
    }

    private static long best(List<Template> candidates, String language) {
        return TemplateLookup.best(candidates, language, Optional::empty)
                .orElseThrow()
                .template()
                .id();
    }

    private static Template template(long id, String language) {
        return template(id, language, null, null);
    }

    private static Template template(long id, String language, @Nullable Long organization, @Nullable Long provider) {
        var wording = new Wording(Channel.SMS, language, null, "x", null, List.of(), null, false);
        return new Template(
                id,
                1,
                "x",
                Purpose.URGENT,
                organization,
                provider,
                null,
                null,
                true,
                0,
                wording,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
