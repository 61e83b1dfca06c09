package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What messages say to a question that offers numbers. */
class BareAnswerTests {

    private final Understanding understanding = Understanding.ofWordLists();

    @ParameterizedTest
    @CsvSource({
        "en,2,2",
        "en,2 please,2",
        "en,thanks 3,3",
        "en,3.,3",
        "en,٢,2",
        "es,2 por favor,2",
        "zh-Hans,请2,2",
        "en,０,",
        "en,12,",
    })
    void aNumberIsOneWithItsCourtesies(String language, String text, Integer number) {
        var answer = bare(text, language);

        assertThat(answer.number().isPresent() ? (Integer) answer.number().getAsInt() : null)
                .isEqualTo(number);
        assertThat(answer.numbered()).isEqualTo(number != null);
    }

    @ParameterizedTest
    @CsvSource({"2?", "number 2", "yes 1", "1 or 2"})
    void aNumberThatIsAskedAboutOrStandsAmongWordsIsNoChoiceButNoWordEither(String text) {
        assertThat(bare(text, "en").number()).isEmpty();
        assertThat(bare(text, "en").numbered()).isTrue();
        assertThat(bare(text, "en").yes()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "en,yes",
        "en,Yes please!",
        "en,yep",
        "es,Sí",
        "fr,oui merci",
        "de,ja",
        "ru,Да",
        "zh-Hans,是的",
        "ko,네",
        "pl,tak",
        "ht,wi",
        "it,sì",
        "pt,sim",
        "ar,نعم",
        "tl,opo",
        "hi,हाँ",
        "vi,có"
    })
    void aPlainYesAgreesToWhateverWasAsked(String language, String text) {
        assertThat(bare(text, language).yes()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "en,I'll be there",
        "en,see you then",
        "en,confirm",
        "en,ok",
        "en,sure",
        "en,yes I'm coming",
        "en,yes?",
        "en,no",
        "en,don't cancel",
        "ru,приду",
        "zh-Hans,会来",
        "ko,갈게요",
        "pl,przyjdę",
        "en,👍"
    })
    void whoeverPromisesToComeSaysMoreThanYes(String language, String text) {
        assertThat(bare(text, language).yes()).isFalse();
    }

    @Test
    void whatRepeatsAMessageOfOursSaysNothing() {
        assertThat(bare("Liked “Reply 3 to cancel”", "en")).isEqualTo(BareAnswer.NOTHING);
    }

    private BareAnswer bare(String text, String language) {
        return understanding.bare(text, new Situation(Channel.SMS, language, Question.VISIT, null, null));
    }
}
