package com.ovhi.outreach.reply.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.suggestion.Suggestion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guess may say that a patient perhaps wants no more messages, but not against what rules have understood. */
class PerhapsStopTests {

    @ParameterizedTest
    @CsvSource({
        "STOP,OTHER,false,true",
        "STOP,OTHER,true,true",
        "STOP,CANCEL,true,true",
        "STOP,CANCEL,false,false",
        "STOP,NO,false,false",
        "STOP,QUESTION,false,false",
        "EMERGENCY,OTHER,false,false",
        "CONFIRM,OTHER,false,false",
    })
    void standsOnlyWhereRulesDoubtedOrUnderstoodNothing(
            Intent guessed, Intent understood, boolean doubted, boolean perhaps) {
        var suggestion = new Suggestion(guessed, 0.41, null, "test");

        assertThat(Meaning.perhapsStop(suggestion, understood, doubted)).isEqualTo(perhaps);
    }
}
