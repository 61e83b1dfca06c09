package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.GoldenFile;
import com.ovhi.outreach.segment.campaign.CampaignController.CampaignView;
import com.ovhi.outreach.segment.campaign.Progress.Count;
import com.ovhi.outreach.segment.campaign.Progress.Exits;
import com.ovhi.outreach.segment.campaign.Report.Finding;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CampaignViewTests {

    /** The console shows campaigns from this form. */
    @Test
    void isWrittenAsTheConsoleReadsIt() {
        var progress = Progress.of(
                List.of(
                        new Exits(null, 360),
                        new Exits("completed", 800),
                        new Exits("left-segment", 37),
                        new Exits("opted-out", 3)),
                Map.of(1, 200L),
                Map.of(1, 160L),
                List.of(
                        new Count(1, null, 1190, 1175, 0, 301, 10, 5),
                        new Count(1, "frequency-cap", 10, 0, 0, 0, 0, 0),
                        new Count(2, null, 900, 880, 5, 120, 15, 0),
                        new Count(2, "frequency-cap", 7, 0, 0, 0, 0, 0),
                        new Count(3, null, 700, 690, 0, 60, 10, 0)));

        GoldenFile.assertGolden(
                "campaign-view.json",
                new CampaignView(
                        5,
                        "Flu shots",
                        "For those over 65",
                        2,
                        List.of(
                                step(Channel.SMS, null, Anchor.ENROLMENT),
                                step(null, 7, Anchor.PREVIOUS),
                                step(null, 30, Anchor.PREVIOUS)),
                        Terms.NONE,
                        null,
                        2,
                        1,
                        CampaignStatus.PAUSED,
                        Pausing.APPROVAL_NEEDED,
                        null,
                        LocalDate.parse("2026-03-01"),
                        null,
                        Instant.parse("2026-03-01T07:00:00Z"),
                        null,
                        "omar",
                        Instant.parse("2026-02-27T17:00:00Z"),
                        Instant.parse("2026-03-02T15:00:00Z"),
                        progress));
    }

    @Test
    void itsReportIsWrittenAsTheConsoleReadsIt() {
        GoldenFile.assertGolden(
                "campaign-report.json",
                new Report(
                        false,
                        6_100,
                        Map.of("en", 4_000L, "es", 2_100L),
                        250,
                        new BigDecimal("96.38"),
                        Instant.parse("2026-04-07T16:00:00Z"),
                        "0191f0c4-0000-5000-8000-000000000002",
                        List.of(
                                Finding.error("approval-needed", null, "A second person has to approve it"),
                                Finding.warning(
                                        "no-marketing-opt-in",
                                        null,
                                        "Some members opted in to marketing nowhere and get nothing of it"),
                                Finding.warning("text-missing", 1, "No text in es"))));
    }

    private static Step step(@Nullable Channel channel, @Nullable Integer days, Anchor from) {
        return new Step(Purpose.CAMPAIGN_EDUCATION, null, channel, null, null, days, null, from, null, null, null);
    }
}
