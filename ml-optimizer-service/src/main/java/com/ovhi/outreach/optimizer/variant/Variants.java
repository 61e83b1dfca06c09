package com.ovhi.outreach.optimizer.variant;

import com.ovhi.outreach.optimizer.model.Champions;
import com.ovhi.outreach.optimizer.response.VariantBandit;
import com.ovhi.outreach.optimizer.response.VariantBandit.Arm;
import com.ovhi.outreach.optimizer.response.VariantBandit.Share;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Counts what wordings of campaigns brought, and shares messages out by that. Thread-safe. */
@Service
class Variants {

    /**
     * What happens later than this after a message is not counted, and before it has passed neither is the message: else a
     * wording of which more messages are new would be known by its answers, which come at once, and not by its silences, and
     * one of which more are old by more late answers and opt-outs. A campaign sent within this time is shared out unlearned.
     */
    private static final Duration ANSWER_TIME = Duration.ofHours(24);

    static final String COUNTS = """
            SELECT job.variant, COUNT(*) AS sent,
                SUM(job.responded_at IS NOT NULL AND job.responded_at <= job.sent_at + INTERVAL %1$d HOUR) AS responded,
                SUM(EXISTS (SELECT 1 FROM engagement_opt_outs opted_out
                    WHERE opted_out.organization_id = job.organization_id AND opted_out.patient_id = job.patient_id
                        AND opted_out.stopped_at BETWEEN job.sent_at AND job.sent_at + INTERVAL %1$d HOUR)) AS stopped
            FROM engagement_jobs job JOIN engagement_patients patient ON patient.patient_id = job.patient_id
            WHERE job.campaign_id = :campaign AND job.organization_id = :organization AND job.variant IN (:names)
                AND (:step IS NULL OR job.step = :step) AND job.sent_at <= :mature
                AND (NOT job.lost OR job.responded_at IS NOT NULL)
                AND (:language IS NULL OR SUBSTRING_INDEX(patient.language, '-', 1) = :language)
                AND (:age_band IS NULL OR patient.age_band = :age_band)
            GROUP BY job.variant""".formatted(ANSWER_TIME.toHours());

    private final JdbcClient jdbc;
    private final Champions champions;
    private final Clock clock;

    Variants(JdbcClient jdbc, Champions champions, Clock clock) {
        this.jdbc = jdbc;
        this.champions = champions;
        this.clock = clock;
    }

    /** Shares in the order of the names, the same as long as nothing happens; none where nothing learned shall be used. */
    @Transactional(readOnly = true)
    public List<Share> shares(Asked asked) {
        if (!champions.enabled(asked.organizationId())) {
            return List.of();
        }
        var everybody = arms(asked, null, null);
        var cohort = asked.language() == null && asked.ageBand() == null
                ? everybody
                : arms(asked, asked.language(), asked.ageBand());
        return VariantBandit.shares(cohort, everybody, asked.campaignId());
    }

    private List<Arm> arms(Asked asked, @Nullable String language, @Nullable String ageBand) {
        var counted = jdbc
                .sql(COUNTS)
                .param("campaign", asked.campaignId())
                .param("organization", asked.organizationId())
                .param("names", asked.names())
                .param("step", asked.step())
                .param("mature", Timestamp.from(clock.instant().minus(ANSWER_TIME)))
                .param("language", language)
                .param("age_band", ageBand)
                .query((row, _) -> new Arm(
                        row.getString("variant"), row.getInt("sent"), row.getInt("responded"), row.getInt("stopped")))
                .list()
                .stream()
                .collect(Collectors.toMap(Arm::variant, Function.identity()));
        return asked.names().stream()
                .map(name -> counted.getOrDefault(name, new Arm(name, 0, 0, 0)))
                .toList();
    }

    /**
     * Whose shares.
     *
     * @param step of the campaign, null for all
     */
    record Asked(
            long organizationId,
            long campaignId,
            @Nullable Integer step,
            List<String> names,
            @Nullable String language,
            @Nullable String ageBand) {

        Asked {
            names = List.copyOf(names);
        }
    }
}
