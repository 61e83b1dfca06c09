package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CampaignStatusTests {

    @ParameterizedTest
    @CsvSource({
        "draft, draft, false",
        "draft, active, true",
        "draft, paused, false",
        "draft, completed, false",
        "active, draft, false",
        "active, active, false",
        "active, paused, true",
        "active, completed, true",
        "paused, draft, false",
        "paused, active, true",
        "paused, paused, false",
        "paused, completed, true",
        "completed, draft, false",
        "completed, active, false",
        "completed, paused, false",
        "completed, completed, false",
        "draft, cancelled, true",
        "active, cancelled, true",
        "paused, cancelled, true",
        "completed, cancelled, false",
        "cancelled, draft, false",
        "cancelled, active, false",
        "cancelled, paused, false",
        "cancelled, completed, false",
        "cancelled, cancelled, false"
    })
    void onlyMovesAlongItsTable(String from, String to, boolean allowed) {
        assertThat(CampaignStatus.of(from).next().contains(CampaignStatus.of(to)))
                .isEqualTo(allowed);
    }
}
