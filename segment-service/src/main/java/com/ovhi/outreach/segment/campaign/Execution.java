package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one step for one patient.
 *
 * @param step from 1
 * @param reason why it was skipped; null when it was asked for
 */
record Execution(
        long campaignId,
        long patientId,
        int run,
        int version,
        int step,
        int round,
        @Nullable String variant,
        @Nullable String reason) {

    static final String REQUESTED = "requested";
    static final String SKIPPED = "skipped";

    /** The same whenever it is tried. */
    UUID id() {
        return Ids.of(name());
    }

    /** Of the request: another one each time a pause has called it off, since who has refused one refuses it again. */
    UUID requestId() {
        return round == 0 ? id() : Ids.of(name() + "/round/" + round);
    }

    private String name() {
        var again = run == 1 ? "" : "/run/" + run;
        return "campaign/" + campaignId + "/patient/" + patientId + again + "/step/" + step;
    }

    /** What the patient is contacted about, once. */
    String occasion() {
        return occasion(campaignId, run, step);
    }

    static String occasion(long campaignId, int run, int step) {
        return "campaign/" + campaignId + (run == 1 ? "" : "/run/" + run) + "/step/" + step;
    }

    boolean skipped() {
        return reason != null;
    }

    String outcome() {
        return skipped() ? SKIPPED : REQUESTED;
    }

    Execution in(int newRound) {
        return new Execution(campaignId, patientId, run, version, step, newRound, variant, reason);
    }
}
