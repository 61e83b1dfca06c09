package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AnswerReported;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;

/** Questions back, and what their answers move, over real servers. */
@ServiceTest(schema = "ovhi_reply")
class FollowUpServiceTests {

    private final Correspondence all;

    FollowUpServiceTests(ApplicationContext context) {
        all = new Correspondence(context);
    }

    @BeforeEach
    void introduce() {
        all.introduceClinic();
    }

    @Test
    void aBareCancelElsewhereMeansTheVisitAndIsAskedAboutFirst() {
        var number = new PhoneNumber("+49151%08d".formatted(Conversation.number()));
        var asked = all.askedAboutVisit(number, "de", Duration.ofDays(2));

        var cancel = all.says(number, "cancel");

        assertThat(all.understood(cancel).intent()).isEqualTo(Intent.CANCEL);
        assertThat(all.understood(cancel).jobId()).as("nothing is ordered yet").isNull();
        assertThat(all.asksBack(cancel).text()).contains("Sollen wir Ihren Termin absagen?");
        var yes = all.says(number, "ja");
        all.passPatience(yes);
        assertThat(all.understood(yes).intent()).isEqualTo(Intent.CANCEL);
        assertThat(all.understood(yes).jobId()).isEqualTo(asked.job());
        assertThat(all.answers(yes)).isZero();
        assertThat(all.openItems(cancel)).as("nobody need look after it").isZero();
    }

    @Test
    void whoDoesNotWantToCancelAfterAllKeepsTheVisitAndWhoIsUnclearIsRead() {
        var number = Conversation.newNumber();
        var asked = all.askedAboutVisit(number, "en", Duration.ofDays(2));
        assertThat(all.asksBack(all.says(number, "can't make it")).text()).contains("shall we cancel");

        var no = all.says(number, "no");
        var one = all.says(number, "1");

        assertThat(all.understood(no).intent()).isEqualTo(Intent.OTHER);
        assertThat(all.understood(no).matchedRule()).isEqualTo("follow-up-unclear");
        assertThat(all.items(no)).isEqualTo(1);
        assertThat(all.understood(one).intent()).isEqualTo(Intent.CONFIRM);
        assertThat(all.understood(one).jobId()).isEqualTo(asked.job());
    }

    @Test
    void twoOpenQuestionsAreToldApartByTheirDatesAndNobodyIsNamed() {
        var number = Conversation.newNumber();
        var parent = all.askedAboutVisit(number, "en", Duration.ofDays(4));
        var child = all.askedAboutVisit(number, "en", Duration.ofDays(2));

        var yes = all.says(number, "yes");

        var answer = all.asksBack(yes);
        assertThat(answer.order().kind()).isEqualTo(AnswerKind.CLARIFICATION);
        assertThat(answer.text()).contains("1 = Wed, Mar 4; 2 = Fri, Mar 6");
        assertThat(all.understood(yes).matchedRule()).isEqualTo("several-open-prompts");
        var second = all.says(number, "2");
        assertThat(all.understood(second).intent()).isEqualTo(Intent.CONFIRM);
        assertThat(all.understood(second).matchedRule()).isEqualTo("follow-up");
        assertThat(all.understood(second).jobId()).isEqualTo(parent.job());
        assertThat(all.understood(second).patientId()).isEqualTo(parent.patient());
        assertThat(child.job()).isNotEqualTo(parent.job());
    }

    @Test
    void visitsOfOneDayAreToldApartByTheirTimes() {
        var number = Conversation.newNumber();
        all.askedAboutVisit(number, "en", Duration.ofHours(48));
        all.askedAboutVisit(number, "en", Duration.ofHours(51));

        assertThat(all.answer(all.says(number, "2")).text())
                .contains("1 = Wed, Mar 4 8:00 AM; 2 = Wed, Mar 4 11:00 AM");
    }

    @Test
    void ofSensitiveVisitsNothingIsSaid() {
        var number = Conversation.newNumber();
        all.askedAboutVisit(number, "en", Duration.ofDays(2));
        all.askedAboutSensitiveVisit(number, "en", Duration.ofDays(3));

        var yes = all.says(number, "yes");

        assertThat(all.answer(yes).order().kind()).isEqualTo(AnswerKind.RECEIPT);
        assertThat(all.answer(yes).text()).doesNotContain("visit", "Mar ");
    }

    @Test
    void noIsAskedWhatItMeansAndTheNumberCountsInThatContext() {
        var number = Conversation.newNumber();
        var asked = all.askedAboutVisit(number, "en", Duration.ofDays(2));

        var no = all.says(number, "no");
        assertThat(all.asksBack(no).text()).contains("2 if you need another time, 3 if you cannot come");
        var two = all.says(number, "2 please");

        assertThat(all.understood(no).intent()).isEqualTo(Intent.NO);
        assertThat(all.understood(two).intent()).isEqualTo(Intent.RESCHEDULE);
        assertThat(all.understood(two).jobId()).isEqualTo(asked.job());
    }

    @Test
    void aNewerQuestionMakesTheNumberMeanTheVisitAgain() {
        var number = Conversation.newNumber();
        var asked = all.askedAboutVisit(number, "en", Duration.ofDays(2));
        all.asksBack(all.says(number, "no"));
        all.pass(Duration.ofMinutes(5));
        var again = all.askedAgain(asked, Duration.ZERO);

        assertThat(all.understood(all.says(number, "1")).intent()).isEqualTo(Intent.CONFIRM);
        assertThat(again).isNotEqualTo(asked.job());
    }

    @Test
    void aQuestionThatWasNotSentMeansNothing() {
        var number = Conversation.newNumber();
        all.askedAboutVisit(number, "en", Duration.ofDays(2));
        var no = all.says(number, "can't make it");
        all.report(all.answer(no).order(), AnswerReported.Outcome.REFUSED, "loop", null);

        assertThat(all.understood(all.says(number, "1")).intent()).isEqualTo(Intent.CONFIRM);
    }

    @Test
    void aMessageThatNamesOursAnswersThatOne() {
        var number = Conversation.newNumber();
        var patient = all.patientAt(number, "en");
        var first = all.askedOnWhatsApp(patient, "wamid.first", Duration.ofMinutes(20));
        all.askedOnWhatsApp(patient, "wamid.second", Duration.ofMinutes(10));

        var yes = all.talk().wrote(Channel.WHATSAPP, number, "yes", "wamid.first", all.now());

        assertThat(all.understood(yes).intent()).isEqualTo(Intent.CONFIRM);
        assertThat(all.understood(yes).jobId()).isEqualTo(first);
    }

    /** Else the STOP could be to what a campaign has written since. */
    @Test
    void whoQuotesAQuestionBackNamesWhatItIsAbout() {
        var number = Conversation.newNumber();
        var patient = all.patientAt(number, "en");
        var job = all.askedOnWhatsApp(patient, "wamid.c" + Ids.next(), Duration.ofMinutes(20));
        var cancel = all.talk().wrote(Channel.WHATSAPP, number, "can't make it", null, all.now());
        all.asksBack(cancel);
        all.pass(Duration.ofSeconds(1));

        var quoted = all.talk().wrote(Channel.WHATSAPP, number, "STOP", "answer-" + cancel, all.now());
        var guessed = all.talk().wrote(Channel.WHATSAPP, number, "STOP", null, all.now());

        assertThat(all.understood(quoted).jobId()).isEqualTo(job);
        assertThat(all.understood(quoted).askedAt()).isNull();
        assertThat(all.understood(guessed).jobId()).isEqualTo(job);
        assertThat(all.understood(guessed).askedAt()).isNotNull();
    }

    @Test
    void onWhatsAppVisitsAreNotDated() {
        var number = Conversation.newNumber();
        var patient = all.patientAt(number, "en");
        all.askedOnWhatsApp(patient, "wamid.a" + Ids.next(), Duration.ofMinutes(20));
        all.askedOnWhatsApp(patient, "wamid.b" + Ids.next(), Duration.ofMinutes(10));

        var yes = all.talk().wrote(Channel.WHATSAPP, number, "yes", null, all.now());

        assertThat(all.answer(yes).text())
                .contains("cannot tell which of your visits")
                .doesNotContain("Mar");
        assertThat(all.answer(yes).content().whatsapp()).isNull();
    }

    @Test
    void anEmailAnswersOnlyTheMessageItNames() {
        var address = new EmailAddress("pat" + Conversation.number() + "@example.org");
        var patient = all.patientAt(address, "en");
        var job = all.askedByEmail(patient, "mail-" + patient);

        var about = all.talk().wrote(Channel.EMAIL, address, "yes", "mail-" + patient, all.now());
        var anything = all.talk().wrote(Channel.EMAIL, address, "yes", null, all.now());
        all.passPatience(anything);

        assertThat(all.understood(about).jobId()).isEqualTo(job);
        assertThat(all.understood(anything).jobId()).isNull();
        assertThat(all.answer(anything).content().subject()).isEqualTo("Your message to " + Conversation.CLINIC_NAME);
    }

    @Test
    void aButtonOfAnEarlierMessageAnswersNoQuestionBack() {
        var number = Conversation.newNumber();
        var asked = all.askedAboutVisit(number, "en", Duration.ofDays(2));
        all.asksBack(all.says(number, "can't make it"));
        var pressed = all.talk().inbound(Ids.next(), Channel.SMS, number, "Confirm", null, null, all.now());

        all.talk().publish(Conversation.marked(pressed, "confirm", null, null));

        assertThat(all.understood(pressed.inboundId()).intent()).isEqualTo(Intent.CONFIRM);
        assertThat(all.understood(pressed.inboundId()).jobId()).isEqualTo(asked.job());
    }

    @Test
    void nobodyCancelsAVisitInThePatientsName() {
        var address = new EmailAddress("pat" + Conversation.number() + "@example.org");
        var patient = all.patientAt(address, "en");
        var job = all.askedByEmail(patient, "mail-" + patient);
        var cannot = all.talk().wrote(Channel.EMAIL, address, "I can't make it", "mail-" + patient, all.now());
        assertThat(all.asksBack(cannot).text()).contains("shall we cancel your visit?");
        all.pass(Duration.ofSeconds(1));
        var forged = all.talk().inbound(Ids.next(), Channel.EMAIL, address, "3", null, null, all.now());

        all.talk().publish(Conversation.marked(forged, null, null, false));
        all.passPatience(forged.inboundId());
        var proven = all.talk().wrote(Channel.EMAIL, address, "3", null, all.now());
        all.passPatience(proven);

        assertThat(all.understood(forged.inboundId()).jobId()).isNull();
        assertThat(all.answers(forged.inboundId())).isZero();
        assertThat(all.understood(proven).intent()).isEqualTo(Intent.CANCEL);
        assertThat(all.understood(proven).jobId()).isEqualTo(job);
    }
}
