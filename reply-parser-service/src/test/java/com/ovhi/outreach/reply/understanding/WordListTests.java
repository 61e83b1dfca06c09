package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every word and phrase of every list, and of the domain's vocabulary, alone and with the noise that people add. */
class WordListTests {

    private static final Map<Section, Intent> MEANINGS = Map.of(
            Section.STOP, Intent.STOP,
            Section.CONFIRM, Intent.CONFIRM,
            Section.RESCHEDULE, Intent.RESCHEDULE,
            Section.CANCEL, Intent.CANCEL,
            Section.HELP, Intent.HELP,
            Section.START, Intent.START,
            Section.NO, Intent.NO,
            Section.EMERGENCY, Intent.EMERGENCY,
            Section.WRONG_PERSON, Intent.WRONG_PERSON,
            Section.AUTO_REPLY, Intent.AUTO_REPLY);

    private static final Set<Intent> BELOW_THE_TABLES = Set.of(Intent.EMERGENCY, Intent.WRONG_PERSON);

    private static final Understanding UNDERSTANDING = Understanding.ofWordLists();

    static Stream<Arguments> lists() {
        return Lexicon.load().lists().stream().map(list -> Arguments.of(list.language(), list.entries()));
    }

    static Stream<Arguments> vocabulary() {
        return TestTexts.lines("/reply-vocabulary.tsv")
                .map(line -> line.split("\t"))
                .map(parts -> Arguments.of(parts[0], parts[2], Intent.of(parts[1])));
    }

    /** One test for each list: there are tens of thousands of entries. */
    @ParameterizedTest
    @MethodSource("lists")
    void everyEntryMeansWhatItsSectionSays(String language, List<WordList.Entry> entries) {
        assertThat(entries.stream()
                        .distinct()
                        .flatMap(entry -> Optional.ofNullable(MEANINGS.get(entry.section())).stream()
                                .flatMap(meaning -> misread(language, entry.plain(), meaning).stream())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("vocabulary")
    void everyWordOfTheDomainIsUnderstood(String language, String entry, Intent intent) {
        assertThat(misread(language, entry, intent)).isEmpty();
    }

    /** 1,075 entries in the tables of words and 46 in the lists below them. */
    @Test
    void noWordOfTheDomainIsLeftOut() {
        assertThat(vocabulary().filter(each -> !BELOW_THE_TABLES.contains((Intent) each.get()[2])))
                .hasSize(1_075);
        assertThat(vocabulary()).hasSize(1_121);
    }

    @Test
    void everyListIsLoaded() {
        assertThat(Lexicon.load().lists())
                .extracting(WordList::language)
                .containsExactly(
                        "any", "en", "es", "fr", "pt", "de", "it", "zh-Hans", "zh-Hant", "vi", "ko", "ru", "ar", "tl",
                        "ht", "pl", "hi");
    }

    /** Without these, negation and courtesy would not be recognised in a language. */
    @Test
    void everyLanguageSaysHowItDeniesAsksAndThanks() {
        var needed = EnumSet.of(
                Section.NEGATOR,
                Section.CONTRAST,
                Section.QUESTION,
                Section.REQUEST,
                Section.POLITE,
                Section.PADDING,
                Section.MESSAGING,
                Section.ADDRESS,
                Section.REFUSE,
                Section.REMOVE,
                Section.LINK,
                Section.LIMIT,
                Section.REPORTED,
                Section.UNSURE,
                Section.OTHERWISE,
                Section.CARE,
                Section.OTHERS,
                Section.GONE,
                Section.FETCH,
                Section.SENDING,
                Section.REACHING,
                Section.EMERGENCY,
                Section.WRONG_PERSON,
                Section.BARE_CANCEL,
                Section.KEEP,
                Section.WEAK);

        assertThat(Lexicon.load().lists())
                .filteredOn(list -> !list.language().equals("any"))
                .allSatisfy(list -> assertThat(list.entries())
                        .as(list.language())
                        .extracting(WordList.Entry::section)
                        .containsAll(needed));
    }

    /** Those of its spellings that mean something else. */
    private static List<String> misread(String language, String entry, Intent intent) {
        var patient = language.equals("any") ? "en" : language;
        var situation = new Situation(Channel.SMS, patient, Question.VISIT, null, null);
        return Stream.of(entry, entry.toUpperCase(Locale.ROOT), "  " + entry + ".", entry + "!!", "\"" + entry + "\"")
                .filter(text -> UNDERSTANDING.understand(text, situation).intent() != intent)
                .toList();
    }
}
