package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every word and phrase of every list, alone and with the noise that people add. */
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

    private final Understanding understanding = Understanding.ofWordLists();

    static Stream<Arguments> entries() {
        return Lexicon.load()
                .lists()
                .flatMap(list -> MEANINGS.entrySet().stream()
                        .flatMap(meaning -> Stream.concat(
                                        list.words(meaning.getKey()).stream(),
                                        list.phrases(meaning.getKey()).stream().map(phrase -> String.join(" ", phrase)))
                                .map(entry -> Arguments.of(list.language(), entry, meaning.getValue()))));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void everyEntryMeansWhatItsSectionSays(String language, String entry, Intent intent) {
        var patient = language.equals("any") ? "en" : language;

        for (var text :
                List.of(entry, entry.toUpperCase(Locale.ROOT), "  " + entry + ".", entry + "!!", "\"" + entry + "\"")) {
            var understood = understanding.understand(text, new Situation(Channel.SMS, patient, true, null, null));

            assertThat(understood.intent()).as(text).isEqualTo(intent);
        }
    }

    @Test
    void everyListIsLoaded() {
        assertThat(Lexicon.load().lists().map(WordList::language)).containsExactly("any", "en", "es");
    }
}
