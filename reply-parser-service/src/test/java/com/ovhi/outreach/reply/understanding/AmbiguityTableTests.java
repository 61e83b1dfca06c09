package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ambiguous replies of the domain reference that may be opt-outs, row by row, as far as they concern English and Spanish. */
class AmbiguityTableTests {

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
        assertThat(ReplyReader.sms(text, "en", true).intent()).isEqualTo(Intent.STOP);
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
        assertThat(ReplyReader.sms(text, "es", true).intent()).isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALTO", "parar", "basta", "dejen de escribirme", "no me manden mensajes"})
    void stopsInSpanishWhoeverWritesIt(String text) {
        assertThat(ReplyReader.sms(text, "en", false).intent()).isEqualTo(Intent.STOP);
        assertThat(ReplyReader.sms(text, null, false).intent()).isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop by at 3?", "I'll stop in tomorrow", "bus stop", "can't stop coughing"})
    void asksAPersonWhenSomethingElseStops(String text) {
        assertThat(ReplyReader.sms(text, "en", true))
                .matches(each -> each.intent() == Intent.QUESTION && each.needsPerson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"I want to quit smoking", "end of month works?", "cancel culture", "unsubscribe from the gym"})
    void asksAPersonWhenAKeywordStandsInASentence(String text) {
        assertThat(ReplyReader.sms(text, "en", true))
                .matches(each -> each.intent() == Intent.QUESTION && each.needsPerson());
    }

    @ParameterizedTest
    @CsvSource({"stop sending me these,en", "please no more,en", "no mas mensajes,es", "F off,en"})
    void readsAsAReasonablePersonWould(String text, String language) {
        assertThat(ReplyReader.sms(text, language, true).intent()).isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @CsvSource({"CANCEL,en", "cancel.,en", "cancelar,es", "Cancel please,en"})
    void takesABareCancelForAStopOnSmsAndAsksAboutTheVisit(String text, String language) {
        assertThat(ReplyReader.sms(text, language, true))
                .matches(each -> each.intent() == Intent.STOP && each.needsPerson());
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
        assertThat(ReplyReader.sms(text, "en", true))
                .matches(each -> each.intent() != Intent.STOP && each.needsPerson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop your sms", "Please stop these alerts", "no, stop these reminders", "stop the emails"})
    void takesAStopOfMessagesForAStop(String text) {
        assertThat(ReplyReader.sms(text, "en", true))
                .matches(each -> each.intent() == Intent.STOP && each.needsPerson());
    }

    @Test
    void takesABareCancelForTheVisitOnWhatsAppIfThatWasAsked() {
        assertThat(ReplyReader.on(Channel.WHATSAPP, "Cancel", "en", true).intent())
                .isEqualTo(Intent.CANCEL);
        assertThat(ReplyReader.on(Channel.WHATSAPP, "Cancel", "en", false))
                .matches(each -> each.intent() == Intent.OTHER && each.needsPerson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"YES STOP", "stop yes", "Stop 1", "no stop"})
    void letsStopWin(String text) {
        assertThat(ReplyReader.sms(text, "en", true).intent()).isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @CsvSource({"START,en", "unstop,en", "empezar,es"})
    void optsIn(String text, String language) {
        assertThat(ReplyReader.sms(text, language, false).intent()).isEqualTo(Intent.START);
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
        assertThat(ReplyReader.sms(text, "en", false).intent()).isEqualTo(Intent.ACK);
        assertThat(ReplyReader.sms(text, "en", true).intent()).isIn(Intent.ACK, Intent.CONFIRM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DONT STOP", "don't stop texting me", "never stop"})
    void knowsThatANegatedStopIsNone(String text) {
        assertThat(ReplyReader.sms(text, "en", true).intent()).isEqualTo(Intent.ACK);
    }

    @Test
    void followsTheProvidersVerdictAndDoubtsItWhereThePatientMeantTheVisit() {
        assertThat(ReplyReader.judged("baja", "STOP", false))
                .matches(each -> each.intent() == Intent.STOP && !each.needsPerson());
        assertThat(ReplyReader.judged("CANCEL", "STOP", true))
                .matches(each -> each.intent() == Intent.STOP && each.needsPerson());
        assertThat(ReplyReader.judged("YES", "START", true).intent()).isEqualTo(Intent.CONFIRM);
        assertThat(ReplyReader.judged("YES", "START", false).intent()).isEqualTo(Intent.START);
        assertThat(ReplyReader.judged("info", "HELP", false).intent()).isEqualTo(Intent.HELP);
    }
}
