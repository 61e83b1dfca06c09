package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ambiguous replies of the domain reference, row by row, as far as they concern English and Spanish. */
class AmbiguityTableTests {

    private static final Understanding UNDERSTANDING = Understanding.ofWordLists();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                "stop",
                "Stop.",
                "STOP!!!",
                " stop please",
                "plz stop",
                "\"STOP\"",
                "stoppp",
                "STOPALL",
                "opt out",
                "Opt-Out",
                "unsubscribe",
                "UNSUBSCRIBE.",
                "quit",
                "End",
                "revoke",
                "🛑",
                "Stop 🙏",
                "ＳＴＯＰ",
                "st\u200bop",
                "СТOP",
                "stpo",
                "please stop texting me",
                "unsubscrbe",
                "arret",
                "stop stop"
            })
    void stops(String text) {
        assertThat(sms(text, "en", true).intent()).isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTO",
                "parar",
                "para",
                "pare",
                "Basta!",
                "baja",
                "no más",
                "no mas mensajes",
                "No me escriban más",
                "darme de baja por favor",
                "no me envíen más mensajes",
                "STOP por favor",
                "desuscribir",
                "fin"
            })
    void stopsInSpanish(String text) {
        assertThat(sms(text, "es", true).intent()).isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALTO", "parar", "basta", "dejen de escribirme", "no me manden mensajes"})
    void stopsInSpanishWhoeverWritesIt(String text) {
        assertThat(sms(text, "en", false).intent()).isEqualTo(Intent.STOP);
        assertThat(sms(text, null, false).intent()).isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop by at 3?", "I'll stop in tomorrow", "bus stop", "can't stop coughing"})
    void asksAPersonWhenSomethingElseStops(String text) {
        assertThat(sms(text, "en", true)).matches(each -> each.intent() == Intent.QUESTION && each.needsPerson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"I want to quit smoking", "end of month works?", "cancel culture", "unsubscribe from the gym"})
    void asksAPersonWhenAKeywordStandsInASentence(String text) {
        assertThat(sms(text, "en", true)).matches(each -> each.intent() == Intent.QUESTION && each.needsPerson());
    }

    @ParameterizedTest
    @CsvSource({"stop sending me these,en", "please no more,en", "no mas mensajes,es", "F off,en"})
    void readsAsAReasonablePersonWould(String text, String language) {
        assertThat(sms(text, language, true).intent()).isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @CsvSource({"CANCEL,en", "cancel.,en", "cancelar,es", "Cancel please,en"})
    void takesABareCancelForAStopOnSmsAndAsksAboutTheVisit(String text, String language) {
        assertThat(sms(text, language, true)).matches(each -> each.intent() == Intent.STOP && each.needsPerson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text me end of day",
                "end of month text me",
                "quit my job text me",
                "I will stop aspirin text me if that is ok",
                "stop by then text me",
                "I'll stop at the lab and email you",
                "cancel please text me a new time",
                "message me when I should stop"
            })
    void takesNoWishToBeWrittenToForAStop(String text) {
        assertThat(sms(text, "en", true)).matches(each -> each.intent() != Intent.STOP && each.needsPerson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop your sms", "Please stop these alerts", "no, stop these reminders", "stop the emails"})
    void takesAStopOfMessagesForAStop(String text) {
        assertThat(sms(text, "en", true)).matches(each -> each.intent() == Intent.STOP && each.needsPerson());
    }

    @Test
    void takesABareCancelForTheVisitOnWhatsAppIfThatWasAsked() {
        assertThat(on(Channel.WHATSAPP, "Cancel", "en", true).intent()).isEqualTo(Intent.CANCEL);
        assertThat(on(Channel.WHATSAPP, "Cancel", "en", false))
                .matches(each -> each.intent() == Intent.OTHER && each.needsPerson());
    }

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
        assertThat(sms(text, language, true).intent()).isEqualTo(Intent.CANCEL);
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
        assertThat(sms(text, language, true).intent()).isEqualTo(Intent.CONFIRM);
    }

    @ParameterizedTest
    @CsvSource({"yes,en", "Y,en", "1,en", "2,en", "sí,es", "1,es", "I'll be there,en"})
    void neverGuessesTheVisitWhenNothingWasAsked(String text, String language) {
        var understood = sms(text, language, false);

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
        assertThat(sms(text, language, true).intent()).isEqualTo(Intent.RESCHEDULE);
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
        assertThat(sms(text, language, true)).matches(each -> each.intent() == Intent.QUESTION && each.needsPerson());
    }

    @ParameterizedTest
    @CsvSource({"no,en", "nope,en", "no,es", "No thanks,en", "nooo,en"})
    void takesANoForANoAndNotForAStop(String text, String language) {
        assertThat(sms(text, language, true)).matches(each -> each.intent() == Intent.NO && each.needsPerson());
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
        assertThat(sms(text, language, true))
                .matches(each -> each.intent() == Intent.CONFIRM && each.confidence() < 0.8 && each.needsPerson());
        assertThat(sms(text, language, false).intent()).isEqualTo(Intent.ACK);
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
        assertThat(sms(text, language, false)).matches(each -> each.intent() == Intent.ACK && !each.needsPerson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"YES STOP", "stop yes", "Stop 1", "no stop"})
    void letsStopWin(String text) {
        assertThat(sms(text, "en", true).intent()).isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @CsvSource({"START,en", "unstop,en", "empezar,es"})
    void optsIn(String text, String language) {
        assertThat(sms(text, language, false).intent()).isEqualTo(Intent.START);
    }

    @ParameterizedTest
    @CsvSource({"para,en", "fin,en", "fine,es", "si,en", "t,en", "si me siento mejor voy,es"})
    void scopesClashWordsToTheirLanguage(String text, String language) {
        assertThat(sms(text, language, true).intent()).isNotIn(Intent.STOP, Intent.CONFIRM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Liked “Your visit is on Monday. Reply STOP to end”",
                "Loved \"Reply 1, STOP to opt out\"",
                "Disliked “Reply STOP to end”",
                "Le gustó “Responda STOP”",
                "👍 to “Reply STOP to opt out”",
                "Laughed at “STOP”",
                "Reacted 👍🏽 to “Reply STOP”",
                "😡 to “Reply STOP to end”",
                "Removed a like from “STOP”",
                "Liked an image"
            })
    void neverTakesAQuotationForAWish(String text) {
        assertThat(sms(text, "en", false).intent()).isEqualTo(Intent.ACK);
        assertThat(sms(text, "en", true).intent()).isIn(Intent.ACK, Intent.CONFIRM);
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
        assertThat(sms(text, "en", true).intent()).isEqualTo(Intent.AUTO_REPLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DONT STOP", "don't stop texting me", "never stop"})
    void knowsThatANegatedStopIsNone(String text) {
        assertThat(sms(text, "en", true).intent()).isEqualTo(Intent.ACK);
    }

    @Test
    void givesMediaAndLongTextsToAPerson() {
        assertThat(sms("", "en", true)).matches(each -> each.intent() == Intent.OTHER && each.needsPerson());
        assertThat(sms("I was wondering about it ".repeat(8), "en", true)).matches(Understood::needsPerson);
        assertThat(sms("yes 2", "en", true)).matches(each -> each.intent() == Intent.OTHER && each.needsPerson());
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
        assertThat(sms(text, "en", true)).matches(each -> each.intent() == Intent.EMERGENCY && each.needsPerson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong number", "You have the wrong person", "número equivocado", "Se equivocó de número"})
    void recognisesStrangers(String text) {
        assertThat(sms(text, "en", true)).matches(each -> each.intent() == Intent.WRONG_PERSON && each.needsPerson());
    }

    @ParameterizedTest
    @CsvSource({"HELP,en", "help!,en", "?,en", "who is this?,en", "ayuda,es", "quien es,es", "hlep,en"})
    void helps(String text, String language) {
        assertThat(sms(text, language, true).intent()).isEqualTo(Intent.HELP);
    }

    @Test
    void followsTheProvidersVerdictAndDoubtsItWhereThePatientMeantTheVisit() {
        assertThat(judged("baja", "STOP", false)).matches(each -> each.intent() == Intent.STOP && !each.needsPerson());
        assertThat(judged("CANCEL", "STOP", true)).matches(each -> each.intent() == Intent.STOP && each.needsPerson());
        assertThat(judged("YES", "START", true).intent()).isEqualTo(Intent.CONFIRM);
        assertThat(judged("YES", "START", false).intent()).isEqualTo(Intent.START);
        assertThat(judged("info", "HELP", false).intent()).isEqualTo(Intent.HELP);
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

        assertThat(UNDERSTANDING.understand(label, situation).intent()).isEqualTo(intent);
    }

    private Understood sms(String text, @Nullable String language, boolean promptOpen) {
        return on(Channel.SMS, text, language, promptOpen);
    }

    private Understood on(Channel channel, String text, @Nullable String language, boolean promptOpen) {
        return UNDERSTANDING.understand(text, new Situation(channel, language, asked(promptOpen), null, null));
    }

    private Understood judged(String text, String verdict, boolean promptOpen) {
        return UNDERSTANDING.understand(text, new Situation(Channel.SMS, "en", asked(promptOpen), verdict, null));
    }

    private static @Nullable Question asked(boolean promptOpen) {
        return promptOpen ? Question.VISIT : null;
    }
}
