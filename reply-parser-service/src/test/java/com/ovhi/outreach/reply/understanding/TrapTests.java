package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that are easily misread in a way that hurts somebody. */
class TrapTests {

    private static final Understanding UNDERSTANDING = Understanding.ofWordLists();

    static Stream<Arguments> traps() {
        return TestTexts.lines("/reply-traps.tsv").map(line -> Arguments.of((Object[]) line.split("\t")));
    }

    @ParameterizedTest
    @MethodSource("traps")
    void nobodyFallsIntoThem(String language, String meaning, String text) {
        var understood = understand(text, language);

        if (meaning.equals("?stop")) {
            assertThat(understood).matches(Understood::mayBeStop);
        } else if (meaning.startsWith("!")) {
            assertThat(understood.intent()).as(understood.matchedRule()).isNotEqualTo(Intent.of(meaning.substring(1)));
        } else {
            assertThat(understood.intent()).as(understood.matchedRule()).isEqualTo(Intent.of(meaning));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP I can't breathe",
                "Stop. I have chest pain.",
                "I have chest pain and stop texting me",
                "can't breathe, please stop these messages",
                "overdose. STOP"
            })
    void anEmergencyThatAlsoAsksForSilenceSaysBoth(String text) {
        assertThat(understand(text, "en"))
                .matches(each -> each.intent() == Intent.EMERGENCY && each.needsPerson() && each.alsoStop());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"can't stop bleeding", "it won't stop bleeding", "I have chest pain", "the bleeding doesn't stop"
            })
    void anEmergencyThatOnlyResemblesAStopIsNone(String text) {
        assertThat(understand(text, "en")).matches(each -> each.intent() == Intent.EMERGENCY && !each.alsoStop());
    }

    @ParameterizedTest
    @CsvSource({"wrong number stop texting me,true", "Wrong number. STOP,true", "wrong number,false"})
    void aStrangerMayAskForSilence(String text, boolean alsoStop) {
        assertThat(understand(text, "en"))
                .matches(each -> each.intent() == Intent.WRONG_PERSON && each.alsoStop() == alsoStop);
    }

    @Test
    void theProvidersVerdictEndsMessagesInAnEmergencyToo() {
        var situation = new Situation(Channel.SMS, "en", null, "STOP", null);

        assertThat(UNDERSTANDING.understand("suicide", situation))
                .matches(each -> each.intent() == Intent.EMERGENCY && each.alsoStop());
    }

    @ParameterizedTest
    @CsvSource({
        "Liked “Reply STOP to stop texts”,en",
        "A aimé « Répondez STOP pour arrêter les messages »,fr",
        "Curtiu “Responda SAIR para sair da lista”,pt",
        "Gefällt „Antworten Sie STOP um SMS abzubestellen“,de",
        "Ha messo Mi piace a “Rispondi STOP per non ricevere più messaggi”,it"
    })
    void aTapOnOurMessageIsNoWish(String text, String language) {
        assertThat(understand(text, language).intent()).isIn(Intent.ACK, Intent.CONFIRM);
    }

    private static Understood understand(String text, String language) {
        return UNDERSTANDING.understand(text, new Situation(Channel.SMS, language, Question.VISIT, null, null));
    }
}
