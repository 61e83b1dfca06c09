package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.fact.Pseudonyms;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.messaging.Times;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The tables {@code exposures} and {@code experiments}. A patient counts for the variant of the earliest exposure, however
 * often and in whichever order exposures are told.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Exposures {

    private static final int LONGEST_SHARES = 1_000;
    private static final int LONGEST_VARIANT = 64;
    private static final String EARLIER =
            "(VALUES(exposed_at) < exposed_at" + " OR (VALUES(exposed_at) = exposed_at AND VALUES(variant) < variant))";

    private final JdbcTemplate batches;
    private final Pseudonyms pseudonyms;

    Exposures(JdbcTemplate batches, Pseudonyms pseudonyms) {
        this.batches = batches;
        this.pseudonyms = pseudonyms;
    }

    void keep(List<ExperimentExposed> exposures) {
        batches.batchUpdate(
                """
                INSERT INTO experiments (experiment_id, organization_id, campaign_id, purpose, first_exposed_at)
                VALUES (?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE first_exposed_at = LEAST(first_exposed_at, VALUES(first_exposed_at))""",
                exposures.stream()
                        .sorted(Comparator.comparingLong(ExperimentExposed::experimentId))
                        .map(each -> new Object[] {
                            each.experimentId(),
                            each.organizationId(),
                            each.campaignId(),
                            each.purpose().code(),
                            at(each)
                        })
                        .toList());
        // Assignments are made from left to right: what the condition looks at must change last.
        batches.batchUpdate(
                "INSERT INTO exposures (experiment_id, patient_key, variant, holdout, shares, exposed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE"
                        + " holdout = IF(" + EARLIER + ", VALUES(holdout), holdout),"
                        + " shares = IF(" + EARLIER + ", VALUES(shares), shares),"
                        + " variant = IF(" + EARLIER + ", VALUES(variant), variant),"
                        + " exposed_at = LEAST(exposed_at, VALUES(exposed_at))",
                exposures.stream()
                        .map(each -> new Row(each, pseudonyms.patient(each.patientId())))
                        .sorted(Row.ORDER)
                        .map(Row::columns)
                        .toList());
    }

    private static String shortened(String variant) {
        return variant.length() > LONGEST_VARIANT ? variant.substring(0, LONGEST_VARIANT) : variant;
    }

    /** Weights by variant, in the order of the names; none when there are too many to be sensible. */
    private static String shares(ExperimentExposed exposure) {
        var shares = new TreeMap<String, Integer>();
        exposure.weights().forEach((variant, weight) -> shares.put(shortened(variant), weight));
        var text = ContractJson.mapper().writeValueAsString(shares);
        return text.length() > LONGEST_SHARES ? "{}" : text;
    }

    private static Timestamp at(ExperimentExposed exposure) {
        return Timestamp.from(Times.kept(exposure.exposedAt()));
    }

    /** An exposure and the hash of its patient. */
    private record Row(ExperimentExposed exposure, String patientKey) {

        /** That of the table's key: whoever writes many rows locks them in the same order. */
        static final Comparator<Row> ORDER = Comparator.<Row>comparingLong(
                        row -> row.exposure().experimentId())
                .thenComparing(Row::patientKey);

        Object[] columns() {
            return new Object[] {
                exposure.experimentId(),
                patientKey,
                shortened(exposure.variant()),
                exposure.holdout(),
                shares(exposure),
                at(exposure)
            };
        }
    }
}
