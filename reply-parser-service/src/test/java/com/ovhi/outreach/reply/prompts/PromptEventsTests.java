package com.ovhi.outreach.reply.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.SettableClock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptEventsTests {

    @ParameterizedTest
    @CsvSource({", , true", "false, false, true", "true, , false", ", true, false", "true, true, false"})
    void onlyWhatAsksOnePatientSomethingIsAPrompt(
            @Nullable Boolean household, @Nullable Boolean discreet, boolean prompt) {
        var job = JobChanged.builder(
                        new UUID(0, 1),
                        7,
                        11,
                        Purpose.APPT_CONFIRM,
                        Channel.SMS,
                        Milestone.SENT,
                        JobStatus.SENT,
                        SettableClock.START,
                        SettableClock.START)
                .subjectRef("appointment/5")
                .subjectVersion(1)
                .household(household)
                .discreet(discreet)
                .build();

        assertThat(PromptEvents.matters(job)).isEqualTo(prompt);
    }
}
