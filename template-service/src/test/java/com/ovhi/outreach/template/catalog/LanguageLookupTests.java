package com.ovhi.outreach.template.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.Wording;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageLookupTests {

    @ParameterizedTest
    @CsvSource({
        "es-MX, es-MX es en",
        "es_MX, es-MX es en",
        "ES-mx, es-MX es en",
        "zh-Hans-CN, zh-Hans-CN zh-Hans zh en",
        "en-US, en-US en",
        "en, en",
        "vi, vi en",
        "not a tag, en",
        "'', en"
    })
    void shortensTheTagAndEndsWithEnglish(String language, String chain) {
        assertThat(LanguageLookup.chain(language)).containsExactly(chain.split(" "));
    }

    @Test
    void prefersTheExactTagThenThePrimaryLanguageThenEnglish() {
        var all = List.of(template(1, "en", null), template(2, "es", null), template(3, "es-MX", null));

        assertThat(best(all, "es-MX")).isEqualTo(3);
        assertThat(best(all, "es-PR")).isEqualTo(2);
        assertThat(best(all, "ko")).isEqualTo(1);
    }

    @Test
    void prefersTheOrganisationsOwnAndAmongThoseTheNewest() {
        assertThat(best(List.of(template(1, "en", null), template(5, "en", 11L), template(6, "en", 11L)), "en"))
                .isEqualTo(6);
    }

    @Test
    void prefersThePatientsLanguageToTheOrganisationsOwnTemplate() {
        assertThat(best(List.of(template(2, "es", null), template(5, "en", 11L)), "es-MX"))
                .isEqualTo(2);
    }

    @Test
    void findsNothingAmongNothing() {
        assertThat(LanguageLookup.best(List.of(), "en")).isEmpty();
        assertThat(LanguageLookup.best(List.of(template(1, "es", null)), "ko")).isEmpty();
    }

    private static long best(List<Template> candidates, String language) {
        return LanguageLookup.best(candidates, language).orElseThrow().id();
    }

    private static Template template(long id, String language, @Nullable Long organization) {
        var wording = new Wording(Channel.SMS, language, null, "x", null, List.of(), null, false);
        return new Template(
                id, 1, "x", Purpose.URGENT, organization, null, true, wording, Instant.EPOCH, Instant.EPOCH);
    }
}
