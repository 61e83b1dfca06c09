package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.segment.campaign.Enrolment.State;
import com.ovhi.outreach.segment.campaign.Recipients.Open;
import com.ovhi.outreach.segment.campaign.Recipients.Recipient;
import com.ovhi.outreach.segment.campaign.Rehearsal.Sample;
import com.ovhi.outreach.segment.experiment.Experiment;
import com.ovhi.outreach.segment.experiment.Experiments;
import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.segment.Audiences;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Goes through a campaign's newest version with the members its segment has now, as if all entered at once, nobody answered
 * and nothing changed: who would get what, when and on which channel, and who not and why. They begin spread as its terms
 * say, at its pace, and nothing comes after its last day. Nothing is written but who looked. The same judge decides as for
 * the real thing.
 */
@Service
class DryRun {

    /** Why patients leave to whom steps would still come when the last day ends. */
    private static final String OVER = "campaign-over";

    /** Why who was asked for gets nothing: there is no address on any channel they allow. */
    private static final String UNREACHABLE = "unreachable";

    private static final int PAGE = 500;

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
            walk.enter(page);
            looked += page.size();
            after = page.isEmpty() ? after : page.getLast();
        } while (page.size() == PAGE && looked < most);
        walk.go();
        var rehearsal = walk.counts.result(looked);
        transactions.executeWithoutResult(_ -> trail.looked(
                viewer,
                campaign.organizationId(),
                rehearsal.samplePatients(),
                Map.of("resource", "campaign-dry-run", "campaign_id", Long.toString(campaign.id()))));
        return rehearsal;
    }

    /** One rehearsal: everybody waits in one line, for a pace is shared. */
    private final class Walk {

        private final Campaign campaign;
        private final Course course;
        private final SettledCourses settled;
        private final StepTimes times;
        private final Optional<Experiment> experiment;
        private final Set<String> stopped;
        private final Instant start;
        private final @Nullable Instant end;
        private final RehearsedPace pace;
        private final RehearsalCounts counts;
        private final PriorityQueue<Going> line =
                new PriorityQueue<>(Comparator.comparing(Going::at).thenComparing(each -> each.number));
        private long numbers;

        Walk(Campaign campaign) {
            this.campaign = campaign;
            course = campaign.course();
            settled = new SettledCourses(course);
            times = new StepTimes(organizations.zoneOf(campaign.organizationId()));
            experiment = experiment(campaign, course);
            stopped = experiment.map(Experiment::stopped).orElse(Set.of());
            start = start(campaign);
            end = campaign.endDate() == null ? null : times.endOf(campaign.endDate());
            pace = new RehearsedPace(course.terms().perHour());
            counts = new RehearsalCounts(course.steps().size());
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

        void enter(List<Long> patients) {
            var known = recipients.of(campaign.organizationId(), patients, start, times.zone());
            var open = recipients.open(patients);
            var facts = new ChunkFacts(population, campaign.organizationId(), patients, List.of(course));
            for (var each : patients) {
                var begins = start.plus(course.terms().wait(campaign.id(), each));
                var variant = experiment.flatMap(it -> it.draw(each)).orElse(null);
                var enrolment = Enrolment.entering(campaign.id(), each, 1, campaign.edition(), begins, variant);
                queue(new Going(
                        enrolment, settled.of(each, facts), known.get(each), open.getOrDefault(each, Open.NOWHERE)));
            }
        }

        /** Behind all who have waited for the same time. */
        private void queue(Going going) {
            going.number = numbers++;
            line.add(going);
        }

        void go() {
            var now = start;
            for (var going = line.poll(); going != null; going = line.poll()) {
                now = pace.open(going.at().isAfter(now) ? going.at() : now);
                going.looks++;
                going.enrolment = next(going, now);
                if (going.enrolment.state() != State.EXITED && going.looks < MOST_LOOKS) {
                    queue(going);
                }
            }
        }

        private Enrolment next(Going going, Instant now) {
            var enrolment = going.enrolment;
            var through = enrolment.nextStep() >= course.steps().size();
            if (end != null && !now.isBefore(end) && !through) {
                return leave(enrolment, OVER);
            }
            var judge = new StepJudge(times, stopped, _ -> Optional.empty(), now);
            return after(going, judge, now);
        }

        private Enrolment after(Going going, StepJudge judge, Instant now) {
            var enrolment = going.enrolment;
            var place = enrolment.nextStep();
            return switch (judge.judge(enrolment, going.course, going.recipient)) {
                case Verdict.Later(var time) -> enrolment.at(place, time);
                case Verdict.Meet(var time) -> enrolment.at(place, time);
                case Verdict.Leave(var reason) -> leave(enrolment, reason);
                case Verdict.HoldOut() -> leave(enrolment, "holdout");
                case Verdict.Skip(var reason) -> {
                    counts.skipped(place, reason, enrolment.patientId());
                    yield goOn(
                            going, enrolment, judge, course.steps().get(place).following(place));
                }
                case Verdict.Send send -> send(going, send, judge, now);
            };
        }

        private Enrolment send(Going going, Verdict.Send send, StepJudge judge, Instant now) {
            var enrolment = going.enrolment;
            var place = enrolment.nextStep();
            var step = course.steps().get(place);
            var open = going.open.to(step.purpose());
            if (open.isEmpty()) {
                counts.skipped(place, UNREACHABLE, enrolment.patientId());
            } else {
                var channel = channel(send.channel(), open);
                counts.sent(place, new Sample(enrolment.patientId(), now, channel, send.variant(), send.templateId()));
            }
            pace.asked(now);
            var local = times.in(going.recipient == null ? null : going.recipient.zone());
            var taken = enrolment.taken(now, local.shifted(enrolment.anchor(), send.due(), now));
            var waits = step.awaitReply();
            return waits == null
                    ? goOn(going, taken, judge, step.following(place))
                    : taken.at(step.afterTimeout(place), now.plus(waits.timeout()));
        }

        /** On the preferred one, or on the only one there is; among several others it is for the orchestrator to choose. */
        private static @Nullable Channel channel(@Nullable Channel preferred, Set<Channel> open) {
            if (preferred != null && open.contains(preferred)) {
                return preferred;
            }
            return open.size() == 1 ? open.iterator().next() : null;
        }

        private Enrolment goOn(Going going, Enrolment from, StepJudge judge, int place) {
            var there = from.at(place, judge.now());
            return going.recipient == null
                    ? there
                    : there.at(place, judge.lookAt(there, going.course, going.recipient));
        }

        private Enrolment leave(Enrolment enrolment, String reason) {
            counts.left(reason, enrolment.patientId());
            return enrolment.exited(reason);
        }
    }

    /** One patient on their way. */
    private static final class Going {

        private final Course course;
        private final @Nullable Recipient recipient;
        private final Open open;
        private Enrolment enrolment;
        private int looks;
        private long number;

        Going(Enrolment enrolment, Course course, @Nullable Recipient recipient, Open open) {
            this.enrolment = enrolment;
            this.course = course;
            this.recipient = recipient;
            this.open = open;
        }

        Instant at() {
            return Objects.requireNonNull(enrolment.nextAt());
        }
    }
}
