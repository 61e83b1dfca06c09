package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Runs.Run;
import com.ovhi.outreach.segment.experiment.Experiments;
import com.ovhi.outreach.segment.population.Organizations;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes a campaign a chunk further: what a pause called off is asked for again, steps that are due are taken, members of the
 * segment are enrolled. A chunk is one transaction that holds the campaign's row: where patients stand, executions, requests
 * and exposures are there together or not at all, and a pause waits for the chunk and comes before the next.
 */
@Service
class CampaignRun {

    private static final int CHUNK = 1_000;

    /** Of what is asked for again: where its patient stands is looked up for each by itself, if that matters. */
    private static final int ASKED_AGAIN = 500;

    private final Runs runs;
    private final Versions versions;
    private final Experiments experiments;
    private final Organizations organizations;
    private final Pacing pacing;
    private final AskingAgain asking;
    private final StepTaking steps;
    private final Entry entry;
    private final Clock clock;

    CampaignRun(
            Runs runs,
            Versions versions,
            Experiments experiments,
            Organizations organizations,
            Pacing pacing,
            AskingAgain asking,
            StepTaking steps,
            Entry entry,
            Clock clock) {
        this.runs = runs;
        this.versions = versions;
        this.experiments = experiments;
        this.organizations = organizations;
        this.pacing = pacing;
        this.asking = asking;
        this.steps = steps;
        this.entry = entry;
        this.clock = clock;
    }

    /** Takes it further; false when there is nothing to do now, because all is done or something is awaited. */
    @Transactional
    public boolean next(long campaignId) {
        var now = clock.instant();
        return runs.hold(campaignId, now)
                .flatMap(run -> turn(run, now))
                .filter(this::take)
                .isPresent();
    }

    private Optional<Turn> turn(Run run, Instant now) {
        return organizations
                .find(run.organizationId())
                .filter(each -> each.phone() != null)
                .map(speaker -> new Turn(
                        run,
                        speaker,
                        versions.read(run.campaignId(), run.version()),
                        experiments.of(run.campaignId()),
                        now));
    }

    /** Enrols after the steps, so that a pace holds up nobody's entry, and who waits comes before who enters. */
    private boolean take(Turn turn) {
        if (entry.lapsed(turn)) {
            return false;
        }
        var room = pacing.room(turn, CHUNK);
        var again = asking.next(turn, room, ASKED_AGAIN);
        var taken = steps.takeDue(turn, room - again.room());
        var entered = entry.nextMembers(turn, CHUNK, room - again.room() - taken);
        return again.any() || taken > 0 || entered;
    }
}
