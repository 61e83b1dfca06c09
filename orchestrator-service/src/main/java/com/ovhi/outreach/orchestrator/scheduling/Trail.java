package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import com.ovhi.outreach.orchestrator.decision.Judgement;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the rules have said of a request so far. Not thread-safe. */
final class Trail {

    private final Ask ask;
    private final boolean rehearsal;
    private final ArrayList<Judgement> judgements = new ArrayList<>();

    Trail(Ask ask) {
        this(ask, false);
    }

    /** @param rehearsal whether nothing shall come of it */
    Trail(Ask ask, boolean rehearsal) {
        this.ask = ask;
        this.rehearsal = rehearsal;
    }

    /** For a try of which nothing is to be kept if it fails. */
    Trail fork() {
        var fork = new Trail(ask, rehearsal);
        fork.add(judgements);
        return fork;
    }

    boolean rehearsal() {
        return rehearsal;
    }

    Ask ask() {
        return ask;
    }

    List<Judgement> judgements() {
        return List.copyOf(judgements);
    }

    void add(Judgement judgement) {
        judgements.add(judgement);
    }

    void add(List<Judgement> more) {
        judgements.addAll(more);
    }

    Refused refuse(String rule, Refusal refusal) {
        add(Judgement.refused(rule, null, refusal.code()));
        return refuse(refusal, Map.of());
    }

    Refused refuse(Refusal refusal, Map<String, Object> details) {
        return new Refused(ask, refusal, details, DecisionRecord.refused(ask.purpose(), refusal, judgements));
    }
}
