package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.messaging.FailurePolicy;
import com.ovhi.outreach.orchestrator.clients.Plans;
import com.ovhi.outreach.orchestrator.clients.Templates;
import com.ovhi.outreach.orchestrator.scheduling.SharedSources.BetterAlone;
import com.ovhi.outreach.orchestrator.scheduling.SharedSources.Unanswered;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientResponseException;

/**
 * Decides many requests by the same rules and with the same questions as one, but asks each of the other services once for
 * all of them. Changes nothing; call it outside of transactions. Thread-safe.
 */
@Component
class JointDecisions {

    private static final Logger log = LoggerFactory.getLogger(JointDecisions.class);

    private final DecisionMaker alone;
    private final Circumstances circumstances;
    private final Templates templates;
    private final Plans plans;
    private final Beside beside;

    JointDecisions(DecisionMaker alone, Circumstances circumstances, Templates templates, Plans plans, Beside beside) {
        this.alone = alone;
        this.circumstances = circumstances;
        this.templates = templates;
        this.plans = plans;
        this.beside = beside;
    }

    /**
     * Whether a request may be decided with others: what is urgent waits for nobody, what may be told to several patients
     * looks at more than itself, and a successor holds the job before it.
     */
    static boolean admits(Ask ask) {
        return !ask.urgent() && ask.conditions().mergeKey() == null && ask.predecessor() == null;
    }

    /**
     * Judges requests.
     *
     * @return what came of them; those are left out that must be decided alone
     */
    Map<Ask, Verdict> decide(Collection<Ask> asks) {
        return begin(asks).apply(asks);
    }

    /**
     * Begins to ask about the patients of requests, so that the caller can do something else meanwhile.
     *
     * @return judges those of the requests that are to be judged after all, like {@link #decide}; to be called once
     */
    Function<Collection<Ask>, Map<Ask, Verdict>> begin(Collection<Ask> asks) {
        if (asks.size() < 2) {
            return this::eachAlone;
        }
        var sources = new SharedSources(circumstances.begin(asks), templates::render, plans::of, beside);
        return some -> decide(some, sources);
    }

    private Map<Ask, Verdict> eachAlone(Collection<Ask> asks) {
        var verdicts = new HashMap<Ask, Verdict>();
        asks.forEach(ask -> isDecided(ask, alone, verdicts));
        return verdicts;
    }

    private Map<Ask, Verdict> decide(Collection<Ask> asks, SharedSources sources) {
        var verdicts = new HashMap<Ask, Verdict>();
        var together = alone.by(sources);
        var open = new LinkedHashSet<>(asks);
        while (!open.isEmpty()) {
            open.removeIf(ask -> isDecided(ask, together, verdicts));
            try {
                sources.lookUp();
            } catch (RestClientResponseException e) {
                if (FailurePolicy.silence(e)) {
                    throw e;
                }
                // One of them spoils the question of all, or the other service does not know such questions yet.
                log.atWarn().addKeyValue("status", e.getStatusCode().value()).log("Requests are decided one by one");
                return verdicts;
            }
        }
        return verdicts;
    }

    /** Whether nothing more is to be looked up for it here. */
    private static boolean isDecided(Ask ask, DecisionMaker maker, Map<Ask, Verdict> verdicts) {
        try {
            verdicts.put(ask, new Decided(maker.decide(ask)));
            return true;
        } catch (StillMissing missing) {
            verdicts.put(ask, new Missing(missing));
            return true;
        } catch (BetterAlone _) {
            return true;
        } catch (Unanswered _) {
            return false;
        }
    }

    /** What came of one request. */
    sealed interface Verdict {}

    /** The rules have judged it. */
    record Decided(Decision decision) implements Verdict {}

    /** What it is about is not known yet. */
    record Missing(StillMissing why) implements Verdict {}
}
