package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the ambiguity table that are about other languages than English and Spanish, and how they are told apart. */
class LanguagesTests {

    private static final Understanding UNDERSTANDING = Understanding.ofWordLists();

    @ParameterizedTest
    @CsvSource({
        "cancelar,es",
        "annuler,fr",
        "отмена,ru",
        "إلغاء,ar",
        "取消,zh-Hans",
        "取消,zh-Hant",
        "취소,ko",
        "hủy,vi",
        "रद्द,hi",
        "anuluj,pl",
        "kanselahin,tl",
        "anile,ht",
        "cancelar,pt",
        "annulla,it",
        "CANCEL,de"
    })
    void aBareCancelIsAStopOnSmsAndTheVisitElsewhere(String text, String language) {
        assertThat(sms(text, language)).matches(each -> each.intent() == Intent.STOP && each.needsPerson());
        assertThat(on(Channel.WHATSAPP, text, language, Question.VISIT))
                .matches(each -> each.intent() == Intent.CANCEL && each.needsPerson());
        assertThat(on(Channel.WHATSAPP, text, language, null).intent()).isEqualTo(Intent.OTHER);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "oui mais je travaille,fr",
                "sim mas trabalho nesse dia,pt",
                "ja aber ich arbeite,de",
                "sì ma lavoro,it",
                "好的但是我要上班,zh-Hans",
                "vâng nhưng tôi bận,vi",
                "네 하지만 일해요,ko",
                "да но я работаю,ru",
                "نعم لكن عندي عمل,ar",
                "opo pero may pasok ako,tl",
                "wi men m ap travay,ht",
                "tak ale pracuję,pl",
                "हाँ लेकिन काम है,hi",
                "haan lekin kaam hai,hi"
            })
    void aButBeatsAYes(String text, String language) {
        assertThat(sms(text, language)).matches(each -> each.intent() == Intent.QUESTION && each.needsPerson());
    }

    @ParameterizedTest
    @CsvSource({
        "n'annulez pas,fr",
        "não cancelem,pt",
        "bitte nicht absagen,de",
        "non annullare,it",
        "不要取消,zh-Hans",
        "唔好取消,zh-Hant",
        "đừng hủy,vi",
        "취소하지 마세요,ko",
        "не отменяйте,ru",
        "لا تلغي,ar",
        "huwag i-cancel,tl",
        "pa anile,ht",
        "nie odwołujcie,pl",
        "रद्द मत करो,hi",
        "cancel mat karo,hi"
    })
    void aVisitThatShallStayStays(String text, String language) {
        assertThat(sms(text, language))
                .matches(each -> each.intent() == Intent.CONFIRM && each.confidence() < 0.8 && each.needsPerson());
    }

    @ParameterizedTest
    @CsvSource({
        "pas de problème,fr", "sem problema,pt", "kein problem,de", "nessun problema,it", "không sao,vi",
        "без проблем,ru", "لا مشكلة,ar", "walang problema,tl", "pa gen pwoblèm,ht", "nie ma problemu,pl",
        "koi baat nahi,hi"
    })
    void aWeakYesIsOneAndSomebodyLooks(String text, String language) {
        assertThat(sms(text, language)).matches(each -> each.intent() == Intent.CONFIRM && each.needsPerson());
    }

    /** Unaccented it may be stop, right, use or don't. */
    @Test
    void vietnameseWithoutAccentsIsAskedAbout() {
        assertThat(sms("dừng", "vi").intent()).isEqualTo(Intent.STOP);
        assertThat(sms("DỪNG", "vi").intent()).isEqualTo(Intent.STOP);
        assertThat(sms("dung", "vi")).matches(each -> each.intent() == Intent.OTHER && each.needsPerson());
        assertThat(sms("đúng", "vi").intent()).isEqualTo(Intent.OTHER);
    }

    @ParameterizedTest
    @CsvSource({"t,en", "fine,en", "co,en", "da,en", "u,es", "fin,de", "ruko,en", "td,en", "rete,fr", "ase,en"})
    void wordsThatMeanSomethingElseElsewhereCountInTheirLanguageOnly(String text, String language) {
        assertThat(sms(text, language).intent()).isNotIn(Intent.STOP, Intent.CONFIRM);
    }

    @ParameterizedTest
    @CsvSource({"t,zh-Hans,STOP", "t,pl,CONFIRM", "fine,it,STOP", "fine,en,ACK", "fin,fr,STOP", "fin,es,STOP"})
    void andThereTheyMeanIt(String text, String language, Intent intent) {
        assertThat(sms(text, language).intent()).isEqualTo(intent);
    }

    @ParameterizedTest
    @CsvSource({
        "arrêtez,en",
        "стоп,es",
        "停止,en",
        "停止发送短信,fr",
        "توقف,en",
        "중지,pl",
        "stopp,en",
        "sispann,fr",
        "बंद,en",
        "itigil,en",
        "zatrzymaj,en",
        "đừng nhắn tin nữa,en",
        "не пишите мне,de"
    })
    void aStopInAnotherLanguageIsOne(String text, String language) {
        assertThat(sms(text, language).intent()).isEqualTo(Intent.STOP);
        assertThat(sms(text, null).intent()).isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @CsvSource({"oui,en", "да,es", "ja,en", "是,en", "네,en"})
    void aYesInAnotherLanguageIsForAPerson(String text, String language) {
        assertThat(sms(text, language)).matches(each -> each.intent() == Intent.OTHER && each.needsPerson());
    }

    @ParameterizedTest
    @CsvSource({"sí,es-MX", "是,zh", "是,zh-TW", "是的,zh_CN", "opo,fil", "opo,fil-PH", "oui,fr-CA", "sim,PT-br"})
    void knowsTheTagsThatPeopleUse(String text, String tag) {
        assertThat(sms(text, tag).intent()).isEqualTo(Intent.CONFIRM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "١", "۱", "१", "１", "①", "1️⃣", "1.", "（1）"})
    void readsTheDigitsOfAllScripts(String text) {
        assertThat(sms(text, "en").intent()).isEqualTo(Intent.CONFIRM);
    }

    @ParameterizedTest
    @CsvSource({
        "救命我胸口痛,en",
        "не могу дышать,en",
        "لا أستطيع التنفس,en",
        "숨을 못 쉬겠어요,en",
        "m pa ka respire,en",
        "STOP không thở được,en",
        "arrêtez je ne peux pas respirer,fr"
    })
    void anEmergencyIsOneInEveryLanguage(String text, String language) {
        assertThat(sms(text, language)).matches(each -> each.intent() == Intent.EMERGENCY && each.needsPerson());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "yes", "3", "cancel my appointment", "👍"})
    void aMissedVisitIsNeitherConfirmedNorCancelled(String text) {
        var understood = on(Channel.SMS, text, "en", Question.MISSED_VISIT);

        assertThat(understood.intent()).isNotEqualTo(Intent.CONFIRM);
        assertThat(understood.intent() == Intent.CANCEL && !understood.needsPerson())
                .isFalse();
    }

    @Test
    void afterAMissedVisitANewOneCanBeAskedFor() {
        assertThat(on(Channel.SMS, "2", "en", Question.MISSED_VISIT).intent()).isEqualTo(Intent.RESCHEDULE);
    }

    private Understood sms(String text, @Nullable String language) {
        return on(Channel.SMS, text, language, Question.VISIT);
    }

    private Understood on(Channel channel, String text, @Nullable String language, @Nullable Question question) {
        return UNDERSTANDING.understand(text, new Situation(channel, language, question, null, null));
    }
}
