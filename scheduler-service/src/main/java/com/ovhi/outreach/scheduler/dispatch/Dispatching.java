package com.ovhi.outreach.scheduler.dispatch;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.dispatch.Decision.Cancel;
import com.ovhi.outreach.scheduler.dispatch.Decision.Expire;
import com.ovhi.outreach.scheduler.dispatch.Decision.Hold;
import com.ovhi.outreach.scheduler.dispatch.Decision.Reject;
import com.ovhi.outreach.scheduler.dispatch.Decision.Send;
import com.ovhi.outreach.scheduler.pace.Paces;
import com.ovhi.outreach.scheduler.queue.DueJob;
import com.ovhi.outreach.scheduler.queue.DueQueue;
import com.ovhi.outreach.scheduler.queue.DueQueue.Held;
import com.ovhi.outreach.scheduler.queue.Endings;
import com.ovhi.outreach.scheduler.queue.JobHours;
import com.ovhi.outreach.scheduler.queue.Route;
import com.ovhi.outreach.scheduler.window.SendHours;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Claims due jobs and orders their dispatch in one transaction: a job is dispatched if and only if its order is in the
 * outbox. Any number of instances may do so at once. Thread-safe.
 */
@Component
class Dispatching {

    private final FairClaims claims;
    private final DueQueue queue;
    private final JobHours jobHours;
    private final DispatchRule rule;
    private final Paces paces;
    private final Endings endings;
    private final Outbox outbox;
    private final DispatchProperties properties;
    private final Clock clock;
    private final Pace pace;
    private final MeterRegistry meters;

    Dispatching(
            FairClaims claims,
            DueQueue queue,
            JobHours jobHours,
            DispatchRule rule,
            Paces paces,
            Endings endings,
            Outbox outbox,
            DispatchProperties properties,
            Clock clock,
            Pace pace,
            MeterRegistry meters) {
        this.claims = claims;
        this.queue = queue;
        this.jobHours = jobHours;
        this.rule = rule;
        this.paces = paces;
        this.endings = endings;
        this.outbox = outbox;
        this.properties = properties;
        this.clock = clock;
        this.pace = pace;
        this.meters = meters;
    }

    /** Deals with up to {@code limit} due jobs of a route. */
    @Transactional
    Round dispatchDue(Route route, int limit) {
        var now = clock.instant();
        var allowed = paces.allowance(route, limit, now);
        if (allowed == 0) {
            return new Round(0, true);
        }
        var due = claims.claim(route, now, allowed);
        var hours = jobHours.of(due);
        var leaving = new ArrayList<Leaving>(due.size());
        var held = new ArrayList<Held>();
        for (var job : due) {
            var decision = rule.judge(job, hours.get(job.jobId()), now);
            apply(job, decision, leaving, held);
            count(route, decision.outcome(), 1);
        }
        waitTheirTurn(route, leaving, held, hours, now);
        paces.spend(route, leaving.size(), now);
        leave(route, leaving, now);
        queue.hold(held);
        return new Round(due.size(), due.size() == allowed);
    }

    /** How many more jobs of a route the workers may have now. */
    @Transactional(readOnly = true)
    int room(Route route) {
        var since = clock.instant().minus(pace.ofReal(properties.forgotten()));
        return Math.max(0, properties.inFlight() - queue.inFlight(route, since));
    }

    /** When the next job of a route is due. */
    @Transactional(readOnly = true)
    Optional<Instant> nextDue(Route route) {
        return queue.nextDue(route);
    }

    private void apply(DueJob job, Decision decision, List<Leaving> leaving, List<Held> held) {
        switch (decision) {
            case Send(var deadline, var judgedBy) -> leaving.add(new Leaving(job, deadline, judgedBy));
            case Hold(var until, var reason) -> held.add(new Held(job, until, reason, false));
            case Cancel() -> endings.cancel(job);
            case Expire(var code) -> endings.expire(job, code);
            case Reject(var code) -> endings.exhaust(job, null, code);
        }
    }

    /** What is urgent waits for nobody, in whichever lane it is. */
    private void waitTheirTurn(
            Route route, List<Leaving> leaving, List<Held> held, Map<UUID, SendHours> hours, Instant now) {
        var turns = paces.turns(
                leaving.stream()
                        .map(Leaving::job)
                        .filter(job ->
                                !Objects.requireNonNull(hours.get(job.jobId())).urgent())
                        .toList(),
                now);
        if (turns.isEmpty()) {
            return;
        }
        leaving.removeIf(each -> {
            var turn = turns.get(each.job().jobId());
            if (turn == null) {
                return false;
            }
            held.add(new Held(each.job(), turn, "paced", true));
            return true;
        });
        count(route, "paced", turns.size());
    }

    private void leave(Route route, List<Leaving> leaving, Instant now) {
        var topic = Topics.dispatch(route.channel(), route.lane());
        var orders = leaving.stream().map(Leaving::order).toList();
        if (route.lane() == Lane.URGENT) {
            outbox.publishAllAhead(topic, orders);
        } else {
            outbox.publishAll(topic, orders);
        }
        queue.dispatched(leaving.stream().map(Leaving::job).toList());
        var timer =
                meters.timer("outreach.scheduler.lateness", "lane", route.lane().code());
        leaving.forEach(
                each -> timer.record(pace.toReal(Duration.between(each.job().dueAt(), now))));
    }

    private void count(Route route, String outcome, int jobs) {
        meters.counter("outreach.scheduler.dispatch", "lane", route.lane().code(), "outcome", outcome)
                .increment(jobs);
    }

    /**
     * What one transaction did.
     *
     * @param jobs with how many it dealt
     * @param more whether there may be more
     */
    record Round(int jobs, boolean more) {}

    private record Leaving(
            DueJob job, Instant deadline, @Nullable Long judgedBy) {

        Keyed order() {
            return Order.of(job, deadline, judgedBy);
        }
    }
}
