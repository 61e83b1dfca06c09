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
 * @param sentence for people who know no codes; null in older records
 * @param route the channels to be tried, in order; null in older records and refusals
 * @param reason code of a {@link Refusal}, null when accepted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecisionRecord(
        String verdict,
        @Nullable String sentence,
        @Nullable String reason,
        Purpose purpose,
        @Nullable Channel channel,
        @Nullable List<Channel> route,
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
        route = route == null ? null : List.copyOf(route);
        judgements = List.copyOf(judgements);
    }

    /** The same with a sentence more, if it has one. */
    public DecisionRecord and(String more) {
        return sentence == null
                ? this
                : new DecisionRecord(
                        verdict,
                        sentence + " " + more,
                        reason,
                        purpose,
                        channel,
                        route,
                        scheduledAt,
                        expiresAt,
                        templateId,
                        templateVersion,
                        judgements);
    }

    /** A request that becomes no job. */
    public static DecisionRecord refused(Purpose purpose, Refusal refusal, List<Judgement> judgements) {
        return new DecisionRecord(
                REFUSED,
                Sentence.refused(refusal, judgements),
                refusal.code(),
                purpose,
                null,
                null,
                null,
                null,
                null,
                null,
                judgements);
    }
}
