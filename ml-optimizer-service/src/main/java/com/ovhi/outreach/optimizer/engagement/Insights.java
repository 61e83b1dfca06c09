package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Looks up what was learned. */
@Service
class Insights {

    private final Patients patients;
    private final JdbcClient jdbc;
    private final AccessTrail trail;

    Insights(Patients patients, JdbcClient jdbc, AccessTrail trail) {
        this.patients = patients;
        this.jdbc = jdbc;
        this.trail = trail;
    }

    /**
     * The newest insight; who looked at it is audited.
     *
     * @throws ProblemException 404 {@code unknown-patient}
     */
    @Transactional
    Insight of(long patientId, long organizationId, Viewer viewer) {
        var insight = patients.find(patientId)
                .filter(patient -> patient.organizationId() == organizationId)
                .map(this::insight)
                .orElseThrow(() -> ProblemException.notFound("unknown-patient", "Nothing is known of this patient"));
        trail.looked(viewer, organizationId, List.of(patientId), Map.of("resource", "insight"));
        return insight;
    }

    private Insight insight(Patient patient) {
        var zone = patient.zone();
        var estimate = patient.estimate();
        return new Insight(
                patient.id(),
                patient.organizationId(),
                patient.insightVersion(),
                estimate.bestHour(),
                estimate.hourConfidence(),
                estimate.reason(),
                estimate.weights(),
                estimate.bestChannel(),
                estimate.channelConfidence(),
                estimate.fatigue(),
                estimate.noShowRisk(),
                estimate.confidence(),
                estimate.evidence(),
                zone == null ? null : zone.getId(),
                patient.language(),
                patient.learnedAt(),
                modelVersion(),
                hours(patient.id()));
    }

    private List<Hour> hours(long patient) {
        return jdbc.sql("SELECT weekend, local_hour, COUNT(*) AS sent, SUM(responded_at IS NOT NULL) AS responded"
                        + " FROM engagement_jobs WHERE patient_id = ? AND local_hour IS NOT NULL AND asks"
                        + " AND (NOT lost OR responded_at IS NOT NULL)"
                        + " GROUP BY weekend, local_hour ORDER BY weekend, local_hour")
                .param(patient)
                .query((row, _) -> new Hour(
                        row.getBoolean("weekend"),
                        row.getInt("local_hour"),
                        row.getInt("sent"),
                        row.getInt("responded")))
                .list();
    }

    private int modelVersion() {
        return jdbc.sql("SELECT MAX(version) FROM model_versions")
                .query(Integer.class)
                .single();
    }

    /**
     * What was learned about a patient, as it was published last.
     *
     * @param version of the event that said so; 0 when there was nothing to say yet
     * @param evidence messages answered
     * @param hours what it rests on
     */
    record Insight(
            long patientId,
            long organizationId,
            long version,
            @Nullable Integer bestHour,
            @Nullable Double hourConfidence,
            String reason,
            @Nullable HourWeights hourWeights,
            @Nullable Channel bestChannel,
            @Nullable Double channelConfidence,
            double fatigue,
            @Nullable Double noShowRisk,
            double confidence,
            int evidence,
            @Nullable String timezone,
            @Nullable String language,
            @Nullable Instant learnedAt,
            int modelVersion,
            List<Hour> hours) {}

    /** What happened to the messages of an hour, where the patient is. */
    record Hour(boolean weekend, int hour, int sent, int responded) {}
}
