package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.optimizer.learning.HourCount;
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
    private final EngagementLog jobs;
    private final JdbcClient jdbc;
    private final AccessTrail trail;

    Insights(Patients patients, EngagementLog jobs, JdbcClient jdbc, AccessTrail trail) {
        this.patients = patients;
        this.jobs = jobs;
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
        return new Insight(
                patient.id(),
                patient.organizationId(),
                patient.insightVersion(),
                patient.bestHour(),
                patient.fatigue(),
                patient.confidence(),
                patient.evidence(),
                zone == null ? null : zone.getId(),
                patient.language(),
                patient.learnedAt(),
                modelVersion(),
                jobs.counts(patient.id()));
    }

    private int modelVersion() {
        return jdbc.sql("SELECT MAX(version) FROM model_versions")
                .query(Integer.class)
                .single();
    }

    /**
     * What was learned about a patient.
     *
     * @param version of the event that said so; 0 when there was nothing to say yet
     * @param evidence messages answered
     */
    record Insight(
            long patientId,
            long organizationId,
            long version,
            @Nullable Integer bestHour,
            double fatigue,
            double confidence,
            int evidence,
            @Nullable String timezone,
            @Nullable String language,
            @Nullable Instant learnedAt,
            int modelVersion,
            List<HourCount> hours) {}
}
