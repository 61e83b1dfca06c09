package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The other ambiguous replies of the domain reference, row by row, as far as they concern English and Spanish. */
class AmbiguousAnswerTableTests {

    @ParameterizedTest
    @CsvSource({
        "cancel my appt,en",
        "cancelar la cita,es",
        "can't make it,en",
        "no puedo ir,es",
        "No. No puedo ir,es",
        "I won't make it,en",
        "3,en",
        "quiero cancelar mi cita,es"
    })
    void cancelsTheVisit(String text, String language) {
        assertThat(ReplyReader.sms(text, language, true).intent()).isEqualTo(Intent.CANCEL);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "yes,en",
                "Y,en",
                "1,en",
                "1.,en",
                "1️⃣,en",
                "①,en",
                "sí,es",
                "si,es",
                "Si,es",
                "yesss,en",
                "YES!!,en",
                "ok,en",
                "ok gracias,es",
                "yes please,en",
                "confrim,en",
                "confirmd,en",
                "\"Yes, I'll be there\",en",
                "\"Si, confirmo\",es",
                "yes 1,en",
                "👍,en",
                "👍🏽👍🏽,en",
                "I'll be there thanks,en",
                "ahí estaré,es",
                "ahi estare para la cita,es",
                "claro,es",
                "yes doctor,en"
            })
    void confirmsWhatWasAsked(String text, String language) {
        assertThat(ReplyReader.sms(text, language, true).intent()).isEqualTo(Intent.CONFIRM);
    }

    @ParameterizedTest
    @CsvSource({"yes,en", "Y,en", "1,en", "2,en", "sí,es", "1,es", "I'll be there,en"})
    void neverGuessesTheVisitWhenNothingWasAsked(String text, String language) {
        var understood = ReplyReader.sms(text, language, false);

        assertThat(understood.intent()).isEqualTo(Intent.OTHER);
        assertThat(understood.matchedRule()).isEqualTo("no-open-prompt");
        assertThat(understood.needsPerson()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "yes but can we move it,en",
                "ok pero otro dia,es",
                "2,en",
                "reschedule,en",
                "can I reschedule?,en",
                "otro día por favor,es",
                "reprogramar,es",
                "\"can't make it, another day?\",en",
                "no 2,en"
            })
    void reschedules(String text, String language) {
        assertThat(ReplyReader.sms(text, language, true).intent()).isEqualTo(Intent.RESCHEDULE);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"yes, is it at 2?\",en",
                "para mañana?,es",
                "¿a qué hora es?,es",
                "yes but my car broke,en",
                "what time is it,en",
                "ok?,en"
            })
    void asksAPersonToAnswerQuestions(String text, String language) {
        assertThat(ReplyReader.sms(text, language, true))
                .matches(each -> each.intent() == Intent.QUESTION && each.needsPerson());
    }

    @ParameterizedTest
    @CsvSource({"no,en", "nope,en", "no,es", "No thanks,en", "nooo,en"})
    void takesANoForANoAndNotForAStop(String text, String language) {
        assertThat(ReplyReader.sms(text, language, true))
                .matches(each -> each.intent() == Intent.NO && each.needsPerson());
    }

    @ParameterizedTest
    @CsvSource({
        "no problem,en",
        "no worries,en",
        "no hay problema,es",
        "not going to miss it,en",
        "don't cancel,en",
        "no cancelen,es",
        "please do not cancel my appointment,en"
    })
    void takesAWeakYesForOneAndLetsSomebodyLook(String text, String language) {
        assertThat(ReplyReader.sms(text, language, true))
                .matches(each -> each.intent() == Intent.CONFIRM && each.confidence() < 0.8 && each.needsPerson());
        assertThat(ReplyReader.sms(text, language, false).intent()).isEqualTo(Intent.ACK);
    }

    @ParameterizedTest
    @CsvSource({
        "👍,en",
        "❤️,en",
        "😂,en",
        "🙏,en",
        "thanks,en",
        "Thank you!,en",
        "gracias,es",
        "Muchas gracias,es",
        "thank you so much doctor,en"
    })
    void takesCourtesyForCourtesy(String text, String language) {
        assertThat(ReplyReader.sms(text, language, false))
                .matches(each -> each.intent() == Intent.ACK && !each.needsPerson());
    }

    @ParameterizedTest
    @CsvSource({"para,en", "fin,en", "fine,es", "si,en", "t,en", "si me siento mejor voy,es"})
    void scopesClashWordsToTheirLanguage(String text, String language) {
        assertThat(ReplyReader.sms(text, language, true).intent()).isNotIn(Intent.STOP, Intent.CONFIRM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm driving with Do Not Disturb turned on. I'll see your message when I get where I'm going.",
                "I am out of office",
                "[Auto-Reply] We are closed",
                "Respuesta automática: fuera de la oficina"
            })
    void ignoresMachines(String text) {
        assertThat(ReplyReader.sms(text, "en", true).intent()).isEqualTo(Intent.AUTO_REPLY);
    }

    @Test
    void givesMediaAndLongTextsToAPerson() {
        assertThat(ReplyReader.sms("", "en", true))
                .matches(each -> each.intent() == Intent.OTHER && each.needsPerson());
        assertThat(ReplyReader.sms("I was wondering about it ".repeat(8), "en", true))
                .matches(Understood::needsPerson);
        assertThat(ReplyReader.sms("yes 2", "en", true))
                .matches(each -> each.intent() == Intent.OTHER && each.needsPerson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I have chest pain",
                "can't breathe",
                "I want to kill myself",
                "tengo dolor de pecho",
                "no puedo respirar",
                "auxilio",
                "should I call 911",
                "STOP I can't breathe"
            })
    void putsEmergenciesFirst(String text) {
        assertThat(ReplyReader.sms(text, "en", true))
                .matches(each -> each.intent() == Intent.EMERGENCY && each.needsPerson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong number", "You have the wrong person", "número equivocado", "Se equivocó de número"})
    void recognisesStrangers(String text) {
        assertThat(ReplyReader.sms(text, "en", true))
                .matches(each -> each.intent() == Intent.WRONG_PERSON && each.needsPerson());
    }

    @ParameterizedTest
    @CsvSource({"HELP,en", "help!,en", "?,en", "who is this?,en", "ayuda,es", "quien es,es", "hlep,en"})
    void helps(String text, String language) {
        assertThat(ReplyReader.sms(text, language, true).intent()).isEqualTo(Intent.HELP);
    }

    @ParameterizedTest
    @CsvSource({
        "confirm,Confirmar,CONFIRM",
        "CONFIRM:0199,Yes,CONFIRM",
        "reschedule,Reprogramar,RESCHEDULE",
        "cancel,No puedo ir,CANCEL",
        "c:token,Sure,CONFIRM",
        "x:token,Can't come,CANCEL"
    })
    void readsButtonsByTheirPayload(String payload, String label, Intent intent) {
        var situation = new Situation(Channel.WHATSAPP, "en", Question.VISIT, null, payload);

        assertThat(ReplyReader.UNDERSTANDING.understand(label, situation).intent())
                .isEqualTo(intent);
    }
}
