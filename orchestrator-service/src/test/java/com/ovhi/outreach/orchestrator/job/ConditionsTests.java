package com.ovhi.outreach.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionsTests {

    private static final Conditions PLANNED = new Conditions(true, "2026-03-14/1d", false);

    @Test
    void whatFollowsItsRecordIsToldByItself() {
        assertThat(PLANNED.following()).isEqualTo(new Conditions(true, null, false, true));
        assertThat(PLANNED.following().following()).isEqualTo(PLANNED.following());
    }

    @Test
    void whatACallerAsksForUnderAnOldRecordDoesNotFollow() {
        var called = new Conditions(true, null, false);

        assertThat(called.following()).isEqualTo(called);
    }
}
