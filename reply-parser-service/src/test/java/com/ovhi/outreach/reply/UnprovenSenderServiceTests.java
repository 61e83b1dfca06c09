package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;

/** What those are answered who are nobody's patient, are machines, or may not be who they claim to be, over real servers. */
@ServiceTest(schema = "ovhi_reply")
class UnprovenSenderServiceTests {

    private final Correspondence all;

    UnprovenSenderServiceTests(ApplicationContext context) {
        all = new Correspondence(context);
    }

    @BeforeEach
    void introduce() {
        all.introduceClinic();
    }

    @Test
    void aStrangerIsToldOnlyWhatHelpAndStopAskFor() {
        var stranger = Conversation.newNumber();

        assertThat(all.answers(all.says(stranger, "Where do I park?"))).isZero();
        assertThat(all.answers(all.says(stranger, "START"))).isZero();
        assertThat(all.answer(all.says(stranger, "ARRET")).text()).contains("START");
        assertThat(all.answer(all.says(stranger, "aide")).content().language()).isEqualTo("fr");
    }

    @Test
    void aStrangersEmergencyIsSeenByWhoseNumberItCameTo() {
        var danger = Conversation.addressed(
                all.talk()
                        .inbound(
                                Ids.next(),
                                Channel.SMS,
                                Conversation.newNumber(),
                                "I can't breathe",
                                null,
                                null,
                                all.now()),
                Conversation.CLINIC,
                null);

        all.talk().publish(danger);

        assertThat(all.answer(danger.inboundId()).order().organizationId()).isEqualTo(Conversation.CLINIC);
        assertThat(all.understood(danger.inboundId()).organizationId()).isEqualTo(Conversation.CLINIC);
        assertThat(all.understood(danger.inboundId()).patientId()).isNull();
        assertThat(all.flag("SELECT organization_id = 7 FROM staff_inbox WHERE inbound_id = ?", danger.inboundId()))
                .isTrue();
    }

    @Test
    void machinesGetNoAnswerAndStrangersWhoClaimToBePatientsMoveNoVisit() {
        var number = Conversation.newNumber();
        var asked = all.askedAboutVisit(number, "en", Duration.ofDays(2));
        var machine = Conversation.marked(
                all.talk().inbound(Ids.next(), Channel.SMS, number, "help", null, null, all.now()), null, true, null);
        var forged = Conversation.marked(
                all.talk().inbound(Ids.next(), Channel.SMS, number, "3", null, null, all.now()), null, null, false);

        all.talk().publish(machine);
        all.talk().publish(forged);

        assertThat(all.understood(machine.inboundId()).intent()).isEqualTo(Intent.AUTO_REPLY);
        assertThat(all.understood(forged.inboundId()).matchedRule()).isEqualTo("sender-not-proven");
        assertThat(all.understood(forged.inboundId()).jobId()).isNull();
        assertThat(all.answers(machine.inboundId()) + all.answers(forged.inboundId()))
                .isZero();
        assertThat(asked.job()).isNotNull();
    }

    @Test
    void nobodyUndoesAStopOrAnAddressInAnothersNameButAnybodyMayStop() {
        var number = all.patientWithNumber("en");
        all.says(number, "ARRET");

        for (var text : List.of("START", "Wrong number")) {
            var forged = Conversation.marked(
                    all.talk().inbound(Ids.next(), Channel.SMS, number, text, null, null, all.now()),
                    null,
                    null,
                    false);
            all.talk().publish(forged);

            assertThat(all.understood(forged.inboundId()).intent()).as(text).isEqualTo(Intent.OTHER);
            assertThat(all.understood(forged.inboundId()).matchedRule()).isEqualTo("sender-not-proven");
        }
        var stop = Conversation.marked(
                all.talk().inbound(Ids.next(), Channel.SMS, number, "STOP", null, null, all.now()), null, null, false);
        all.talk().publish(stop);
        assertThat(all.understood(stop.inboundId()).intent()).isEqualTo(Intent.STOP);
    }

    @Test
    void whatAMailProgramSendsForTheUnsubscribeButtonIsAStopThatNobodyAnswers() {
        var number = all.patientWithNumber("en");
        var pressed = Conversation.marked(
                all.talk().inbound(Ids.next(), Channel.SMS, number, "", "STOP", null, all.now()), null, true, false);

        all.talk().publish(pressed);

        assertThat(all.understood(pressed.inboundId()).intent()).isEqualTo(Intent.STOP);
        assertThat(all.answers(pressed.inboundId())).isZero();
    }
}
