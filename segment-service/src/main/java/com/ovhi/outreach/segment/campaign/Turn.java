package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Runs.Run;
import com.ovhi.outreach.segment.experiment.Experiment;
import com.ovhi.outreach.segment.population.Organization;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One chunk's worth of a campaign that runs and is held.
 *
 * @param speaker in whose name it speaks; its telephone number is known
 * @param course the version new patients are enrolled on
 */
record Turn(Run run, Organization speaker, Course course, Optional<Experiment> experiment, Instant now) {

    StepTimes times() {
        return new StepTimes(speaker.zone());
    }

    Set<String> stopped() {
        return experiment.map(Experiment::stopped).orElse(Set.of());
    }

    long campaignId() {
        return run.campaignId();
    }
}
