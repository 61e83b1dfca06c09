package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own words come back in replies and must not be taken for the patient's; nor may theirs be lost among ours. */
class QuotedTextTests {

    private static final String OURS = "> Your visit is on Monday.\n> Reply STOP to end, CANCEL to cancel.\n";

    private static final Understanding UNDERSTANDING = Understanding.ofWordLists();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On Mon, Mar 2, 2026 at 9:15 AM Clinic <care@clinic.test> wrote:",
                "Le lun. 2 mars 2026 à 09:15, Clinique <care@clinic.test> a écrit :",
                "El lun, 2 mar 2026 a las 9:15, Clínica (<care@clinic.test>) escribió:",
                "Em seg., 2 de mar. de 2026 às 09:15, Clínica <care@clinic.test> escreveu:",
                "Am Mo., 2. März 2026 um 09:15 Uhr schrieb Praxis <care@clinic.test>:",
                "Il giorno lun 2 mar 2026 alle ore 09:15 Clinica <care@clinic.test> ha scritto:",
                "pon., 2 mar 2026 o 09:15 Klinika <care@clinic.test> napisał(a):\nW dniu 2 marca Klinika napisał(a):",
                "Vào Th 2, 2 thg 3, 2026 vào lúc 09:15 Clinic <care@clinic.test> đã viết:",
                "2026년 3월 2일 (월) 오전 9:15, Clinic <care@clinic.test>님이 작성:",
                "пн, 2 мар. 2026 г. в 09:15, Клиника <care@clinic.test> написала:",
                "Clinic <care@clinic.test> 于2026年3月2日周一 09:15写道：",
                "On Monday, the second of March 2026, at a quarter past nine,\nthe clinic wrote:"
            })
    void aQuotationIsOurs(String introduction) {
        assertThat(read("yes\n\n" + introduction + "\n\n" + OURS, "en")).isEqualTo(Intent.CONFIRM);
    }

    @Test
    void whatStandsBelowAQuotationIsThePatients() {
        assertThat(read("On Mon, Clinic <c@clinic.test> wrote:\n" + OURS + "\nSTOP", "en"))
                .isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----Original Message-----\nFrom: care@clinic.test\nReply STOP",
                "________________________________\nFrom: Clinic <care@clinic.test>\nReply STOP",
                "From: Clinic <care@clinic.test>\nSubject: Visit\nReply STOP to end",
                "Von: Praxis <care@clinic.test>\nSTOP",
                "De : Clinique <care@clinic.test>\nSTOP",
                "Sent from my iPhone",
                "Enviado desde mi iPhone",
                "Envoyé de mon iPhone",
                "Von meinem iPhone gesendet",
                "Inviato da iPhone",
                "从我的iPhone发送",
                "Отправлено с iPhone",
                "-- \nMaria Stop, Stop Street 1"
            })
    void whatAMailProgramAddsIsNotThePatients(String added) {
        assertThat(read("yes\n\n" + added, "en")).isEqualTo(Intent.CONFIRM);
    }

    @Test
    void aLineThatOnlyLooksLikeAHeadingStays() {
        assertThat(read("STOP\nplease", "en")).isEqualTo(Intent.STOP);
        assertThat(read("stop texting me\nmy number from now on: none", "en")).isEqualTo(Intent.STOP);
    }

    @Test
    void twentyKilobytesAndFortyLanguagesAreForAPerson() {
        var babel = "hello стоп-кадр 你好吗 안녕 مرحبا नमस्ते xin chào γειά שלום สวัสดี こんにちは ";

        for (var text : new String[] {
            "a".repeat(20_000),
            "stopp".repeat(4_000),
            "не ".repeat(7_000),
            "👍❤😂".repeat(3_000),
            babel.repeat(200),
            "\n>".repeat(10_000),
            "On wrote:\n".repeat(2_000),
            "\u200b\u202e".repeat(10_000)
        }) {
            var understood = UNDERSTANDING.understand(text, situation("en"));

            assertThat(understood.intent()).isIn(Intent.OTHER, Intent.QUESTION, Intent.ACK);
        }
    }

    @Test
    void aStopAtTheHeadOfALongMailIsOne() {
        assertThat(read(
                        "Please stop texting me.\n" + String.join("\n", Collections.nCopies(500, "Kind regards")),
                        "en"))
                .isEqualTo(Intent.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u200b", "...", "\uFFFC", "\n\n"})
    void nothingButAnImageIsForAPerson(String text) {
        assertThat(UNDERSTANDING.understand(text, situation("en")))
                .matches(each -> each.intent() == Intent.OTHER && each.needsPerson());
    }

    private Intent read(String text, String language) {
        return UNDERSTANDING.understand(text, situation(language)).intent();
    }

    private static Situation situation(String language) {
        return new Situation(Channel.EMAIL, language, Question.VISIT, null, null);
    }
}
