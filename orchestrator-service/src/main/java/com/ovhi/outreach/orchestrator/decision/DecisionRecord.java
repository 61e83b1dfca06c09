package com.ovhi.outreach.orchestrator.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request became a job or did not: every rule that judged it, in order. Ids and vocabulary only.
 *
 * @param reason code of a {@link Refusal}, null when accepted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecisionRecord(
        String verdict,
        @Nullable String reason,
        Purpose purpose,
        @Nullable Channel channel,
        @Nullable Instant scheduledAt,
        @Nullable Instant expiresAt,
        @Nullable Long templateId,
        @Nullable Integer templateVersion,
        List<Judgement> judgements) {

    /** Verdict of a request that became a job. */
    public static final String ACCEPTED = "accepted";

    /** Verdict of a request that did not. */
    public static final String REFUSED = "refused";

    /** Copies. */
    public DecisionRecord {
        judgements = List.copyOf(judgements);
    }

    /** A request that becomes no job. */
    public static DecisionRecord refused(Purpose purpose, Refusal refusal, List<Judgement> judgements) {
        return new DecisionRecord(REFUSED, refusal.code(), purpose, null, null, null, null, null, judgements);
    }
}
