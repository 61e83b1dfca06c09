package com.ovhi.outreach.reply.followup;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer to a question back means. */
class FollowUpTests {

    private static final UUID ONE = Ids.of("one");
    private static final UUID TWO = Ids.of("two");

    @ParameterizedTest
    @CsvSource({
        // Words say nothing about which visit.
        "WHICH_VISIT,1,CONFIRM,confirm one",
        "WHICH_VISIT,2,RESCHEDULE,confirm two",
        "WHICH_VISIT,3,CANCEL,",
        "WHICH_VISIT,,CONFIRM,",
        // The numbers are those of every other message of ours.
        "NOT_COMING,1,CONFIRM,",
        "NOT_COMING,2,RESCHEDULE,reschedule one",
        "NOT_COMING,3,CANCEL,cancel one",
        "NOT_COMING,,RESCHEDULE,reschedule one",
        "NOT_COMING,,CANCEL,cancel one",
        "NOT_COMING,,CONFIRM,",
        "NOT_COMING,,NO,",
        "REALLY_CANCEL,1,CONFIRM,confirm one",
        "REALLY_CANCEL,2,RESCHEDULE,",
        "REALLY_CANCEL,3,CANCEL,cancel one",
        "REALLY_CANCEL,9,OTHER,",
        "REALLY_CANCEL,,CONFIRM,cancel one",
        "REALLY_CANCEL,,CANCEL,cancel one",
        "REALLY_CANCEL,,NO,",
        "REALLY_CANCEL,,RESCHEDULE,",
        "REALLY_CANCEL,,OTHER,"
    })
    void chosenByNumberOrByWordsThatCanMeanNothingElse(Topic topic, Integer number, Intent said, String chosen) {
        var choice = question(topic, true).chosen(number == null ? OptionalInt.empty() : OptionalInt.of(number), said);

        assertThat(choice.map(each -> each.intent().code() + (each.jobId().equals(ONE) ? " one" : " two"))
                        .orElse(null))
                .isEqualTo(chosen);
    }

    @Test
    void awaitsAChoiceForADayUntilOneIsMade() {
        var day = Instant.EPOCH.plus(FollowUp.LIFETIME);

        assertThat(question(Topic.NOT_COMING, true).awaits(day.minusNanos(1))).isTrue();
        assertThat(question(Topic.NOT_COMING, true).awaits(day)).isFalse();
        assertThat(question(Topic.NOT_COMING, false).awaits(day.minusNanos(1))).isFalse();
    }

    private static FollowUp question(Topic topic, boolean open) {
        return new FollowUp(Ids.next(), Ids.next(), "hash", Channel.SMS, topic, choices(topic), Instant.EPOCH, open);
    }

    private static List<Choice> choices(Topic topic) {
        return switch (topic) {
            case WHICH_VISIT -> List.of(new Choice(Intent.CONFIRM, ONE), new Choice(Intent.CONFIRM, TWO));
            case NOT_COMING -> List.of(new Choice(Intent.RESCHEDULE, ONE), new Choice(Intent.CANCEL, ONE));
            case REALLY_CANCEL -> List.of(new Choice(Intent.CANCEL, ONE), new Choice(Intent.CONFIRM, ONE));
        };
    }
}
