package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.segment.campaign.Expansions.Execution;
import com.ovhi.outreach.segment.campaign.Expansions.Expansion;
import com.ovhi.outreach.segment.population.Organization;
import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.segment.Audiences;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Turns the next members of a campaign's segment into requests. A chunk is one transaction that holds the campaign's
 * row: enrolments, executions, requests and how far it came are there together or not at all, and a pause waits for
 * the chunk and comes before the next.
 */
@Service
class CampaignExpansion {

    static final int CHUNK = 500;
    private static final int FIRST_STEP = 1;
    private static final String NO_OPT_IN = "no-marketing-opt-in";

    private final Expansions expansions;
    private final Audiences audiences;
    private final Population population;
    private final Organizations organizations;
    private final StepRequests requests;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    CampaignExpansion(
            Expansions expansions,
            Audiences audiences,
            Population population,
            Organizations organizations,
            StepRequests requests,
            Outbox outbox,
            Clock clock,
            MeterRegistry meters) {
        this.expansions = expansions;
        this.audiences = audiences;
        this.population = population;
        this.organizations = organizations;
        this.requests = requests;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    /** Enrols the next chunk; false when there is nothing to do now, because all is done or something is awaited. */
    @Transactional
    public boolean next(long campaignId) {
        var now = clock.instant();
        var held = expansions.hold(campaignId, now).filter(this::audienceIsReady);
        var speaker =
                held.flatMap(each -> organizations.find(each.organizationId())).filter(each -> each.phone() != null);
        return held.isPresent() && speaker.isPresent() && enrol(held.get(), speaker.get(), now);
    }

    /** A segment whose rule just changed is awaited, and so is one that rests. */
    private boolean audienceIsReady(Expansion expansion) {
        return audiences
                .find(expansion.organizationId(), expansion.segmentId())
                .filter(each -> each.active() && each.upToDate())
                .isPresent();
    }

    private boolean enrol(Expansion expansion, Organization speaker, Instant now) {
        var members = audiences.members(expansion.segmentId(), expansion.enrolledThrough(), CHUNK);
        if (members.isEmpty()) {
            expansions.finish(expansion.campaignId(), now);
            return false;
        }
        var executions = executions(expansion, members);
        if (!executions.isEmpty()) {
            expansions.record(executions, now);
            executions.stream().filter(each -> !each.skipped()).forEach(each -> publish(expansion, each, speaker, now));
            executions.forEach(each -> count(expansion.step(), each));
        }
        expansions.advance(expansion.campaignId(), members.getLast());
        return true;
    }

    private List<Execution> executions(Expansion expansion, List<Long> members) {
        var enrolled = expansions.enrolled(expansion.campaignId(), members);
        var open = expansion.step().purpose().marketing()
                ? Optional.of(population.openToMarketing(members))
                : Optional.<Set<Long>>empty();
        return members.stream()
                .filter(each -> !enrolled.contains(each))
                .map(each -> new Execution(
                        expansion.campaignId(),
                        each,
                        FIRST_STEP,
                        open.filter(some -> !some.contains(each)).isPresent() ? NO_OPT_IN : null))
                .toList();
    }

    private void publish(Expansion expansion, Execution execution, Organization speaker, Instant now) {
        outbox.publish(
                Topics.REQUEST, Long.toString(execution.patientId()), requests.of(expansion, execution, speaker, now));
    }

    private void count(Step step, Execution execution) {
        AfterCommit.run(() -> meters.counter(
                        "outreach.campaign.steps", "purpose", step.purpose().code(), "outcome", execution.outcome())
                .increment());
    }
}
