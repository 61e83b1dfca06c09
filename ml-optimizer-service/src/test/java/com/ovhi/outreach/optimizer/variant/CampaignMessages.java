package com.ovhi.outreach.optimizer.variant;

import com.ovhi.outreach.common.ids.Ids;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Messages of a campaign with one wording, each to a patient of its own, of whom the first answered or left.
 *
 * @param ageBand null while unknown
 * @param ago when they were sent
 * @param later how long after that patients answered or left
 */
record CampaignMessages(
        long campaign,
        long firstPatient,
        String variant,
        int number,
        int answered,
        int stopped,
        String language,
        @Nullable String ageBand,
        Duration ago,
        Duration later) {

    /** To English patients, five days ago; who answers or leaves does so at once. */
    static CampaignMessages of(
            long campaign, long firstPatient, String variant, int number, int answered, int stopped) {
        return new CampaignMessages(
                campaign,
                firstPatient,
                variant,
                number,
                answered,
                stopped,
                "en",
                null,
                Duration.ofDays(5),
                Duration.ZERO);
    }

    CampaignMessages to(String otherLanguage, String otherAgeBand) {
        return new CampaignMessages(
                campaign, firstPatient, variant, number, answered, stopped, otherLanguage, otherAgeBand, ago, later);
    }

    CampaignMessages sent(Duration otherAgo, Duration otherLater) {
        return new CampaignMessages(
                campaign, firstPatient, variant, number, answered, stopped, language, ageBand, otherAgo, otherLater);
    }

    /** Writes them as if the service had heard of them; in the caller's transaction. */
    void insert(JdbcTemplate jdbc, long organization, Instant now) {
        var sent = Timestamp.from(now.minus(ago));
        var then = Timestamp.from(now.minus(ago).plus(later));
        var jobs = new ArrayList<Object[]>();
        var patients = new ArrayList<Object[]>();
        var stops = new ArrayList<Object[]>();
        for (var i = 0; i < number; i++) {
            var patient = firstPatient + i;
            patients.add(new Object[] {patient, organization, language, ageBand});
            jobs.add(new Object[] {
                Ids.next().toString(), patient, organization, sent, i < answered ? then : null, sent, campaign, variant
            });
            if (i < stopped) {
                stops.add(new Object[] {Ids.next().toString(), patient, organization, then});
            }
        }
        jdbc.batchUpdate(
                "INSERT INTO engagement_patients (patient_id, organization_id, language, age_band)"
                        + " VALUES (?, ?, ?, ?)",
                patients);
        jdbc.batchUpdate(
                "INSERT INTO engagement_jobs (job_id, patient_id, organization_id, channel, purpose, sent_at,"
                        + " responded_at, recorded_at, campaign_id, step, variant)"
                        + " VALUES (?, ?, ?, 'sms', 'campaign_education', ?, ?, ?, ?, 1, ?)",
                jobs);
        jdbc.batchUpdate(
                "INSERT INTO engagement_opt_outs (inbound_id, patient_id, organization_id, stopped_at)"
                        + " VALUES (?, ?, ?, ?)",
                stops);
    }
}
