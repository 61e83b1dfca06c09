package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.segment.campaign.Enrolment.State;
import com.ovhi.outreach.segment.campaign.Recipients.Recipient;
import com.ovhi.outreach.segment.experiment.Experiment;
import com.ovhi.outreach.segment.experiment.Experiments;
import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.segment.Audiences;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Goes through a campaign's newest version with the members its segment has now, as if all were enrolled at once, nobody
 * answered and nothing changed: who would get what, when and on which channel, and who not and why. Nothing is written but
 * who looked. The same judge decides as for the real thing.
 */
@Service
class DryRun {

    private static final int PAGE = 500;
    private static final int SAMPLE = 5;

    /** A date is looked at every day; none of them is further away than a year. */
    private static final int MOST_LOOKS = 400;

    private final Audiences audiences;
    private final Recipients recipients;
    private final Population population;
    private final Organizations organizations;
    private final Experiments experiments;
    private final AccessTrail trail;
    private final TransactionTemplate transactions;
    private final Clock clock;

    DryRun(
            Audiences audiences,
            Recipients recipients,
            Population population,
            Organizations organizations,
            Experiments experiments,
            AccessTrail trail,
            TransactionTemplate transactions,
            Clock clock) {
        this.audiences = audiences;
        this.recipients = recipients;
        this.population = population;
        this.organizations = organizations;
        this.experiments = experiments;
        this.trail = trail;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param most how many members are looked at, the first by their ids */
    Rehearsal of(Campaign campaign, int most, Viewer viewer) {
        var walk = new Walk(campaign);
        var looked = 0;
        var after = 0L;
        List<Long> page;
        do {
            page = audiences.members(campaign.segmentId(), after, Math.min(PAGE, most - looked));
            walk.all(page);
            looked += page.size();
            after = page.isEmpty() ? after : page.getLast();
        } while (page.size() == PAGE && looked < most);
        var rehearsal = new Rehearsal(looked, walk.left.counts, walk.results(), walk.left.samples);
        transactions.executeWithoutResult(_ -> trail.looked(
                viewer,
                campaign.organizationId(),
                rehearsal.samplePatients(),
                Map.of("resource", "campaign-dry-run", "campaign_id", Long.toString(campaign.id()))));
        return rehearsal;
    }

    /** One rehearsal. */
    private final class Walk {

        private final Campaign campaign;
        private final Course course;
        private final StepTimes times;
        private final Optional<Experiment> experiment;
        private final Instant start;
        private final Without left = new Without();
        private final List<Tally> tallies;

        Walk(Campaign campaign) {
            this.campaign = campaign;
            course = campaign.course();
            times = new StepTimes(organizations.zoneOf(campaign.organizationId()));
            experiment = experiment(campaign, course);
            start = start(campaign);
            tallies = IntStream.range(0, course.steps().size())
                    .mapToObj(_ -> new Tally())
                    .toList();
        }

        /** One that has not begun draws with an id of its own, so each patient's variant is only like the real one. */
        private Optional<Experiment> experiment(Campaign planned, Course newest) {
            return Optional.ofNullable(newest.abVariants())
                    .map(design -> Objects.requireNonNull(transactions.execute(_ -> experiments.of(planned.id())))
                            .map(each -> each.by(design))
                            .orElseGet(() -> new Experiment(0, planned.organizationId(), design, null, Set.of())));
        }

        private Instant start(Campaign planned) {
            var now = clock.instant();
            var date = planned.startDate();
            var first = date == null ? now : date.atStartOfDay(times.zone()).toInstant();
            return first.isAfter(now) ? first : now;
        }

        void all(List<Long> patients) {
            var known = recipients.of(campaign.organizationId(), patients, start, times.zone());
            var facts = new ChunkFacts(population, campaign.organizationId(), patients, List.of(course));
            patients.forEach(each -> one(each, known.get(each), facts));
        }

        private void one(long patientId, @Nullable Recipient recipient, ChunkFacts facts) {
            var variant = experiment.flatMap(each -> each.draw(patientId)).orElse(null);
            var enrolment = Enrolment.entering(campaign.id(), patientId, 1, campaign.edition(), start, variant);
            for (var look = 0; look < MOST_LOOKS && enrolment.state() != State.EXITED; look++) {
                var at = enrolment.nextAt() == null ? start : enrolment.nextAt();
                var stopped = experiment.map(Experiment::stopped).orElse(Set.of());
                var judge = new StepJudge(times, stopped, facts, at);
                enrolment = after(enrolment, judge.judge(enrolment, course, recipient), at);
            }
        }

        private Enrolment after(Enrolment enrolment, Verdict verdict, Instant at) {
            var place = enrolment.nextStep();
            return switch (verdict) {
                case Verdict.Later(var time) -> enrolment.at(place, time);
                case Verdict.Meet(var time) -> enrolment.at(place, time);
                case Verdict.Leave(var reason) -> leave(enrolment, reason);
                case Verdict.HoldOut() -> leave(enrolment, "holdout");
                case Verdict.Skip(var reason) -> {
                    tallies.get(place).skipped.add(reason, enrolment.patientId());
                    yield enrolment.at(course.steps().get(place).following(place), at);
                }
                case Verdict.Send send -> {
                    tallies.get(place).send(enrolment.patientId(), send, at);
                    var step = course.steps().get(place);
                    var waits = step.awaitReply();
                    yield enrolment
                            .taken(at, enrolment.anchor())
                            .at(step.afterTimeout(place), waits == null ? at : at.plus(waits.timeout()));
                }
            };
        }

        private Enrolment leave(Enrolment enrolment, String reason) {
            left.add(reason, enrolment.patientId());
            return enrolment.exited(reason);
        }

        List<StepRehearsal> results() {
            return IntStream.range(0, tallies.size())
                    .mapToObj(place -> tallies.get(place).result(place))
                    .toList();
        }
    }

    /** What would become of one step. */
    private static final class Tally {

        private final Map<String, Long> channels = new TreeMap<>();
        private final Map<String, Long> variants = new TreeMap<>();
        private final Without skipped = new Without();
        private final List<Sample> samples = new ArrayList<>();
        private @Nullable Instant first;
        private @Nullable Instant last;
        private long sent;

        void send(long patientId, Verdict.Send send, Instant at) {
            sent++;
            channels.merge(send.channel() == null ? "any" : send.channel().code(), 1L, Long::sum);
            if (send.variant() != null) {
                variants.merge(send.variant(), 1L, Long::sum);
            }
            first = first == null || at.isBefore(first) ? at : first;
            last = last == null || at.isAfter(last) ? at : last;
            if (samples.size() < SAMPLE) {
                samples.add(new Sample(patientId, at, send.channel(), send.variant(), send.templateId()));
            }
        }

        StepRehearsal result(int place) {
            return new StepRehearsal(
                    place, sent, channels, variants, first, last, skipped.counts, samples, skipped.samples);
        }
    }

    /** Who would not get something, by reason: how many, and some of them. */
    private static final class Without {

        private final Map<String, Long> counts = new TreeMap<>();
        private final Map<String, List<Long>> samples = new TreeMap<>();

        void add(String reason, long patientId) {
            counts.merge(reason, 1L, Long::sum);
            var some = samples.computeIfAbsent(reason, _ -> new ArrayList<>());
            if (some.size() < SAMPLE) {
                some.add(patientId);
            }
        }
    }

    /**
     * What would happen.
     *
     * @param members how many were looked at
     * @param left how many would leave, by reason; {@code finished} are those who went through to the end
     * @param leftSamples some of those of each reason
     */
    record Rehearsal(
            long members, Map<String, Long> left, List<StepRehearsal> steps, Map<String, List<Long>> leftSamples) {

        List<Long> samplePatients() {
            var left = leftSamples.values().stream().flatMap(List::stream);
            return Stream.concat(left, steps.stream().flatMap(StepRehearsal::samplePatients))
                    .distinct()
                    .toList();
        }
    }

    /**
     * What would become of a step.
     *
     * @param step its place, from 0
     * @param channels the preferred ones; {@code any} leaves it to the patients' preferences
     * @param first null when nobody would get it
     * @param skipped how many would not, by reason
     * @param skippedSamples some of those of each reason
     */
    record StepRehearsal(
            int step,
            long sent,
            Map<String, Long> channels,
            Map<String, Long> variants,
            @Nullable Instant first,
            @Nullable Instant last,
            Map<String, Long> skipped,
            List<Sample> samples,
            Map<String, List<Long>> skippedSamples) {

        private Stream<Long> samplePatients() {
            return Stream.concat(
                    samples.stream().map(Sample::patientId),
                    skippedSamples.values().stream().flatMap(List::stream));
        }
    }

    /** One who would get it. */
    record Sample(
            long patientId,
            Instant at,
            @Nullable Channel channel,
            @Nullable String variant,
            @Nullable Long templateId) {}
}
