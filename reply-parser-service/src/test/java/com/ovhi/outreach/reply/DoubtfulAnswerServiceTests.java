package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AnswerReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ApplicationContext;

/** Answers to questions back that may mean something else: a person reads them, and no visit is moved. */
@ServiceTest(schema = "ovhi_reply")
class DoubtfulAnswerServiceTests {

    private final Correspondence all;

    DoubtfulAnswerServiceTests(ApplicationContext context) {
        all = new Correspondence(context);
    }

    @BeforeEach
    void introduce() {
        all.introduceClinic();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "en|can't make it|don't cancel",
                "en|can't make it|no, please don't cancel it",
                "en|can't make it|keep my appointment",
                "en|can't make it|I'll be there",
                "en|can't make it|see you then",
                "en|can't make it|yes, see you tomorrow",
                "en|can't make it|ok",
                "en|can't make it|👍",
                "ru|не смогу прийти|приду"
            })
    void whoKeepsTheVisitIsNotTakenToAgreeToCancelling(String language, String cannot, String keeps) {
        var number = Conversation.newNumber();
        all.askedAboutVisit(number, language, Duration.ofDays(2));
        var first = all.says(number, cannot);
        all.asksBack(first);

        var second = all.says(number, keeps);

        assertThat(all.understood(second).intent()).isNotEqualTo(Intent.CANCEL);
        assertThat(all.understood(second).jobId()).isNull();
        assertThat(all.items(second)).isEqualTo(1);
        assertThat(all.openItems(first))
                .as("the wish to cancel is still to be looked at")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"yes please", "3", "cancel my appointment"})
    void whoSaysYesOrTheNumberOrTheWishAgainCancels(String agrees) {
        var number = Conversation.newNumber();
        var asked = all.askedAboutVisit(number, "en", Duration.ofDays(2));
        all.asksBack(all.says(number, "can't make it"));

        var yes = all.says(number, agrees);
        all.passPatience(yes);

        assertThat(all.understood(yes).intent()).isEqualTo(Intent.CANCEL);
        assertThat(all.understood(yes).jobId()).isEqualTo(asked.job());
    }

    @ParameterizedTest
    @CsvSource({"3", "yes", "1"})
    void whatComesBeforeTheQuestionCanHaveArrivedAnswersNothing(String early) {
        var number = Conversation.newNumber();
        all.askedAboutVisit(number, "en", Duration.ofDays(2));
        var answer = all.answer(all.says(number, "can't make it"));
        var before = all.says(number, early);
        all.understood(before);

        all.report(answer.order(), AnswerReported.Outcome.ACCEPTED, null, "answer-" + before);
        var after = all.says(number, "3");
        all.passPatience(after);

        demandUnclear(before);
        assertThat(all.understood(after).intent()).isEqualTo(Intent.CANCEL);
    }

    @Test
    void whatTheCarrierCouldNotDeliverWasNotAsked() {
        var number = Conversation.newNumber();
        all.askedAboutVisit(number, "en", Duration.ofDays(2));
        var question = all.asksBack(all.says(number, "can't make it")).order().answerId();
        all.talk().failed(question);
        await().until(() -> all.flag("SELECT state = 'unsent' FROM follow_ups WHERE answer_id = ?", question));

        assertThat(all.understood(all.says(number, "yes")).intent()).isEqualTo(Intent.CONFIRM);
    }

    @Test
    void whoseArrivalNobodyKnowsAnswersNothing() {
        var number = Conversation.newNumber();
        all.askedAboutVisit(number, "en", Duration.ofDays(2));
        var answer = all.answer(all.says(number, "can't make it"));
        all.report(answer.order(), AnswerReported.Outcome.UNKNOWN, "timeout", null);

        demandUnclear(all.says(number, "3"));
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "yes", "1 please"})
    void theDayAfterANumberAnswersNeitherTheQuestionNorAnOlderReminder(String late) {
        var number = Conversation.newNumber();
        all.askedAboutVisit(number, "en", Duration.ofDays(3));
        all.asksBack(all.says(number, "can't make it"));
        all.pass(Duration.ofHours(25));

        demandUnclear(all.says(number, late));
    }

    @ParameterizedTest
    @CsvSource({"2", "1", "2 thanks", "yes"})
    void aSecondNumberDoesNotMoveTheOtherVisit(String again) {
        var number = Conversation.newNumber();
        all.askedAboutVisit(number, "en", Duration.ofDays(4));
        all.askedAboutVisit(number, "en", Duration.ofDays(2));
        all.asksBack(all.says(number, "yes"));
        assertThat(all.understood(all.says(number, "2")).jobId()).isNotNull();

        demandUnclear(all.says(number, again));
    }

    @ParameterizedTest
    @CsvSource({"2", "3?", "yes 3", "yes 1"})
    void aNumberThatIsNotOfferedOrNotAloneIsNoWord(String text) {
        var number = Conversation.newNumber();
        all.askedAboutVisit(number, "en", Duration.ofDays(2));
        all.asksBack(all.says(number, "can't make it"));

        demandUnclear(all.says(number, text));
    }

    @Test
    void ofAVisitThatWasMovedMeanwhileNothingIsChosen() {
        var number = Conversation.newNumber();
        var asked = all.askedAboutVisit(number, "en", Duration.ofDays(2));
        var cannot = all.says(number, "can't make it");
        all.asksBack(cannot);
        all.moved(asked);

        demandUnclear(all.says(number, "3"));
        assertThat(all.openItems(cannot)).isEqualTo(1);
    }

    @Test
    void aReminderThatIsHeardOfAMomentLaterIsWhatTheNumberAnswers() {
        var number = Conversation.newNumber();
        var asked = all.askedAboutVisit(number, "en", Duration.ofDays(2));
        all.asksBack(all.says(number, "can't make it"));
        all.pass(Duration.ofMinutes(1));
        var three = all.says(number, "3");
        await().until(() -> all.flag("SELECT due_at IS NOT NULL FROM comm_inbound WHERE id = ?", three));

        var again = all.askedAgain(asked, Duration.ofSeconds(5));

        assertThat(all.understood(three).intent()).isEqualTo(Intent.CANCEL);
        assertThat(all.understood(three).jobId()).isEqualTo(again);
    }

    @Test
    void anEmailMayNameTheQuestionBack() {
        var address = new EmailAddress("pat" + Conversation.number() + "@example.org");
        var patient = all.patientAt(address, "en");
        var job = all.askedByEmail(patient, "mail-" + patient);
        var cannot = all.talk().wrote(Channel.EMAIL, address, "I can't make it", "mail-" + patient, all.now());
        var question = all.asksBack(cannot).order().answerId();
        all.pass(Duration.ofSeconds(1));
        var yes = all.talk().inbound(Ids.next(), Channel.EMAIL, address, "yes", null, null, all.now());

        all.talk().publish(Conversation.addressed(yes, null, question));
        all.passPatience(yes.inboundId());

        assertThat(all.understood(yes.inboundId()).intent()).isEqualTo(Intent.CANCEL);
        assertThat(all.understood(yes.inboundId()).jobId()).isEqualTo(job);
        assertThat(all.openItems(cannot)).isZero();
    }

    private void demandUnclear(UUID inbound) {
        assertThat(all.understood(inbound).matchedRule()).isEqualTo("follow-up-unclear");
        assertThat(all.understood(inbound).intent()).isEqualTo(Intent.OTHER);
        assertThat(all.understood(inbound).jobId()).isNull();
        assertThat(all.items(inbound)).isEqualTo(1);
    }
}
