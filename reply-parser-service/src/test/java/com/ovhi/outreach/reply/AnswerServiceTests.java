package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** What patients are answered, from their message to the order, over real servers. */
@ServiceTest(schema = "ovhi_reply")
@ExtendWith(OutputCaptureExtension.class)
class AnswerServiceTests {

    private final Correspondence all;

    AnswerServiceTests(ApplicationContext context) {
        all = new Correspondence(context);
    }

    @BeforeEach
    void introduce() {
        all.introduceClinic();
    }

    @Test
    void stopIsConfirmedOnceInThePatientsLanguageAndNotWhenTheProviderHasAnswered() {
        var number = all.patientWithNumber("es");

        var alto = all.says(number, "ALTO");
        var provider = all.talk().wrote(Ids.next(), number, "STOP", "STOP", all.now());

        var answer = all.answer(alto);
        assertThat(answer.order().kind()).isEqualTo(AnswerKind.STOP_CONFIRMATION);
        assertThat(answer.order().deadline()).isEqualTo(all.receivedAt(alto).plus(Duration.ofMinutes(5)));
        assertThat(answer.order().organizationId()).isEqualTo(Conversation.CLINIC);
        assertThat(answer.content().language()).isEqualTo("es");
        assertThat(answer.content().address()).isEqualTo(number.e164());
        assertThat(answer.content().senderName()).isEqualTo(Conversation.CLINIC_NAME);
        assertThat(answer.text()).startsWith(Conversation.CLINIC_NAME).contains("START");
        assertThat(all.answers(provider)).isZero();
    }

    @Test
    void aBareCancelInTheUsEndsMessagesAndSaysThatTheVisitStands() {
        var number = all.patientWithNumber("en");

        var cancel = all.says(number, "cancel");

        assertThat(all.understood(cancel).intent()).isEqualTo(Intent.STOP);
        assertThat(all.answer(cancel).order().kind()).isEqualTo(AnswerKind.STOP_CONFIRMATION);
        assertThat(all.answer(cancel).text()).contains("not cancelled any visit", Conversation.CLINIC_PHONE);
        assertThat(all.items(cancel)).isEqualTo(1);
    }

    @Test
    void helpInSpanishSaysWhoWeAre() {
        var help = all.says(all.patientWithNumber("es"), "ayuda");

        assertThat(all.answer(help).order().kind()).isEqualTo(AnswerKind.HELP);
        assertThat(all.answer(help).text())
                .contains(Conversation.CLINIC_NAME, Conversation.CLINIC_PHONE, "STOP", "citas");
    }

    @Test
    void anEmergencyThatIsAStopAsWellIsBothAndGetsTheOneSafetyText(CapturedOutput output) {
        var number = all.patientWithNumber("en");

        var both = all.says(number, "I have chest pain. STOP");

        var answer = all.answer(both);
        assertThat(answer.order().kind()).isEqualTo(AnswerKind.EMERGENCY);
        assertThat(answer.text()).contains("911", "988");
        assertThat(all.replies(both, 2))
                .extracting(ReplyUnderstood::intent)
                .containsExactlyInAnyOrder(Intent.EMERGENCY, Intent.STOP);
        assertThat(all.answers(both)).isEqualTo(1);
        assertThat(all.flag("SELECT is_urgent FROM staff_inbox WHERE inbound_id = ?", both))
                .isTrue();
        assertThat(output.getAll()).doesNotContain("chest pain", number.e164(), answer.text());
    }

    @Test
    void anEmergencyAloneIsNoOptOut() {
        var danger = all.says(all.patientWithNumber("en"), "I can't breathe");

        all.answer(danger);

        assertThat(all.replies(danger, 1)).extracting(ReplyUnderstood::intent).containsExactly(Intent.EMERGENCY);
    }

    @Test
    void whoMayWantNoMoreMessagesHearsHowToSaySo() {
        var number = all.patientWithNumber("en");

        var doubtful = all.says(number, "Please don't contact my husband");

        assertThat(all.answer(doubtful).text()).contains("reply STOP");
        assertThat(all.answers(all.says(number, "Don't message my daughter"))).isZero();
    }

    @Test
    void whoIsReadByAPersonHearsSoOnceADay() {
        var number = all.patientWithNumber("en");

        var first = all.says(number, "Where do I park?");
        var second = all.says(number, "Is there a lift?");

        assertThat(all.answer(first).order().kind()).isEqualTo(AnswerKind.RECEIPT);
        assertThat(all.answers(second)).isZero();
        all.pass(Duration.ofHours(25));
        assertThat(all.answers(all.says(number, "And a ramp?"))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"thanks", "👍", "I am out of office until Monday", "Liked “Reply STOP to end”", "wrong number"})
    void whatAsksForNothingGetsNothing(String text) {
        var inbound = all.says(all.patientWithNumber("en"), text);
        all.passPatience(inbound);

        assertThat(all.answers(inbound)).isZero();
    }

    @Test
    void consentThatIsNewerThanAStopEndsItHoweverItWasGiven() {
        var number = Conversation.newNumber();
        var patient = all.patientAt(number, "en");
        all.answer(all.says(number, "ARRET"));
        all.pass(Duration.ofMinutes(1));
        all.lives(patient, number, 2, true);
        assertThat(all.answers(all.says(number, "Where do I park?")))
                .as("another change is no consent")
                .isZero();
        all.pass(Duration.ofMinutes(1));
        all.lives(patient, number, 3, false);
        all.pass(Duration.ofDays(30));
        all.lives(patient, number, 4, true);

        assertThat(all.answer(all.says(number, "Where do I park?")).order().kind())
                .isEqualTo(AnswerKind.RECEIPT);
        all.says(number, "ARRET");
        all.pass(Duration.ofMinutes(1));
        assertThat(all.answers(all.says(number, "Is there a lift?")))
                .as("a newer STOP counts")
                .isZero();
    }

    @Test
    void whatIsOldIsReadButNotAnswered() {
        var number = all.patientWithNumber("en");
        var late = Ids.next();

        all.talk().wrote(late, number, "ALTO", null, all.now().minus(Duration.ofMinutes(6)));

        assertThat(all.understood(late).intent()).isEqualTo(Intent.STOP);
        assertThat(all.answers(late)).isZero();
    }

    @Test
    void startIsConfirmedToWhoHadOptedOutAndIsHelpForOthers() {
        var number = all.patientWithNumber("en");
        var idle = all.says(number, "START");
        all.answer(all.says(number, "ARRET"));
        var back = all.says(number, "START");

        assertThat(all.answer(idle).order().kind()).isEqualTo(AnswerKind.HELP);
        assertThat(all.answer(back).order().kind()).isEqualTo(AnswerKind.START_CONFIRMATION);
    }

    @Test
    void inWhateverOrderAndHoweverOftenMessagesArriveEachIsAnsweredOnce() {
        var random = new Random(5);
        var texts = new String[] {"ayuda", "I can't breathe", "ARRET", "Where do I park?"};
        var inbounds = new ArrayList<InboundReceived>();
        for (var text : texts) {
            var number = all.patientWithNumber("en");
            inbounds.add(all.talk().inbound(Ids.next(), Channel.SMS, number, text, null, null, all.now()));
        }
        var deliveries = new ArrayList<InboundReceived>();
        for (var time = 0; time < 4; time++) {
            deliveries.addAll(inbounds);
        }
        Collections.shuffle(deliveries, random);

        deliveries.forEach(all.talk()::publish);
        var last = all.says(all.patientWithNumber("en"), "ayuda");
        all.answer(last);

        for (var inbound : inbounds) {
            assertThat(all.answer(inbound.inboundId()).order().inboundId()).isEqualTo(inbound.inboundId());
            assertThat(all.answers(inbound.inboundId())).isEqualTo(1);
            assertThat(all.kafka().events(Topics.ANSWER, AnswerOrdered.class))
                    .filteredOn(each -> each.inboundId().equals(inbound.inboundId()))
                    .hasSize(1);
        }
    }

    @Test
    void whatBreaksBetweenReadingAndAnsweringUndoesBoth() {
        var number = all.patientWithNumber("en");
        all.execute("""
            CREATE TRIGGER answers_broken BEFORE INSERT ON answers FOR EACH ROW
            SIGNAL SQLSTATE '40001' SET MESSAGE_TEXT = 'broken'\
            """);
        var stop = all.says(number, "ARRET");
        try {
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(6))
                    .until(() -> all.count("SELECT COUNT(*) FROM comm_inbound WHERE id = ?", stop) == 0);
        } finally {
            all.execute("DROP TRIGGER answers_broken");
        }

        assertThat(all.answer(stop).order().kind()).isEqualTo(AnswerKind.STOP_CONFIRMATION);
        assertThat(all.replies(stop, 1)).hasSize(1);
        assertThat(all.answers(stop)).isEqualTo(1);
    }
}
