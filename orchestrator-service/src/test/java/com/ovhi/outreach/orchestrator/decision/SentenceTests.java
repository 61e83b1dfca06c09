package com.ovhi.outreach.orchestrator.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentenceTests {

    private static final ZonedDateTime AT = ZonedDateTime.parse("2026-03-05T14:30:00-05:00[America/New_York]");

    @Test
    void tellsWhenAndHowAMessageIsSentAndWhatIfThatFails() {
        assertThat(Sentence.accepted(Purpose.APPT_REMINDER, List.of(Channel.SMS, Channel.EMAIL), AT, List.of()))
                .isEqualTo("The appointment reminder will be sent by text message on Thu Mar 5, 2:30 PM clinic time;"
                        + " if that fails, by e-mail.");
        assertThat(Sentence.accepted(Purpose.LAB_READY, List.of(Channel.EMAIL), AT, List.of()))
                .isEqualTo("The portal notice will be sent by e-mail on Thu Mar 5, 2:30 PM clinic time.");
    }

    @Test
    void tellsWhyNothingIsSentOnAnyChannel() {
        assertThat(Sentence.refused(
                        Refusal.CONTACT_NOT_ALLOWED,
                        List.of(
                                Judgement.refused("consent", Channel.SMS, "opted-out"),
                                Judgement.allowed("address-known", Channel.EMAIL, null),
                                Judgement.refused("suppression", Channel.EMAIL, "suppressed-bounce"))))
                .isEqualTo("Nothing will be sent: the patient cannot be contacted on any channel for this purpose"
                        + " (text message: the patient has opted out; e-mail: mail to the address came back).");
    }

    @Test
    void tellsWhyAMessageLeavesAtAnotherTime() {
        assertThat(Sentence.moved("window-closed", AT, false))
                .isEqualTo(
                        "It was held back until Thu Mar 5, 2:30 PM clinic time at least: messages may not be sent at that"
                                + " hour.");
        assertThat(Sentence.moved("contact-cap", AT, false)).contains(": the patient gets enough messages already.");
        assertThat(Sentence.moved("preferences-changed", AT, false))
                .contains(": the patient has changed when and where messages may come.");
        assertThat(Sentence.moved("http-503", AT, false)).endsWith(": http 503.");
        assertThat(Sentence.moved("replanned", AT, true)).startsWith("It was moved forward to Thu Mar 5, 2:30 PM");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void isASentenceForEveryRefusal(Refusal refusal) {
        assertThat(Sentence.refused(refusal, List.of())).matches("Nothing will be sent: [a-z][^_]+\\.");
        assertThat(Refusal.of(refusal.code())).isEqualTo(refusal);
    }
}
