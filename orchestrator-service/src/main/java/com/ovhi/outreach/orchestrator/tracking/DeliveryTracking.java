package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.messaging.PoisonRecord;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.orchestrator.job.MessageName;
import com.ovhi.outreach.orchestrator.job.Replans;
import com.ovhi.outreach.orchestrator.job.Sightings;
import com.ovhi.outreach.orchestrator.job.Sightings.Done;
import com.ovhi.outreach.orchestrator.job.Sightings.Foreign;
import com.ovhi.outreach.orchestrator.job.Sightings.Noted;
import com.ovhi.outreach.orchestrator.job.Sightings.Seen;
import com.ovhi.outreach.orchestrator.job.Sightings.Unknown;
import com.ovhi.outreach.orchestrator.tracking.Aftermath.Followed;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import com.ovhi.outreach.orchestrator.waiting.WaitingHandler;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Moves jobs forward as reports arrive, in whatever order. A report that names its job only by the provider's message id
 * may come before we know that id; it waits. Thread-safe.
 */
@Service
class DeliveryTracking implements WaitingHandler {

    private static final Logger log = LoggerFactory.getLogger(DeliveryTracking.class);
    private static final Pattern MESSAGE_ID = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Sightings sightings;
    private final WaitingRoom waitingRoom;
    private final Aftermath aftermath;
    private final Replans replans;
    private final TrackingProperties properties;
    private final MeterRegistry meters;

    DeliveryTracking(
            Sightings sightings,
            WaitingRoom waitingRoom,
            Aftermath aftermath,
            Replans replans,
            TrackingProperties properties,
            MeterRegistry meters) {
        this.sightings = sightings;
        this.waitingRoom = waitingRoom;
        this.aftermath = aftermath;
        this.replans = replans;
        this.properties = properties;
        this.meters = meters;
    }

    /** Runs in the transaction of the events. */
    void reported(List<Event<DeliveryReported>> events) {
        events.forEach(each -> check(each.content()));
        // Once more: one of them may have told whose message another one is about.
        unknown(unknown(events))
                .forEach(each -> waitingRoom.park(each.headers(), each.content(), missing(each.content())));
    }

    private List<Event<DeliveryReported>> unknown(List<Event<DeliveryReported>> events) {
        var applied = apply(events.stream().map(Event::content).toList());
        return IntStream.range(0, events.size())
                .filter(i -> !applied.get(i))
                .mapToObj(events::get)
                .toList();
    }

    private static void check(DeliveryReported report) {
        var message = report.providerMessageId();
        if (message == null && report.jobId() == null) {
            throw new PoisonRecord("report-without-job");
        }
        if (message != null && !MESSAGE_ID.matcher(message).matches()) {
            throw new PoisonRecord("bad-message-id");
        }
    }

    /** Which of these reports have found their jobs. */
    private List<Boolean> apply(List<DeliveryReported> reports) {
        var found = jobs(reports);
        var known = IntStream.range(0, reports.size())
                .filter(i -> found.get(i).isPresent())
                .boxed()
                .toList();
        var noted = sightings.observe(known.stream()
                .map(i -> new Seen(
                        found.get(i).orElseThrow(),
                        reports.get(i).organizationId(),
                        DeliveryReading.of(reports.get(i))))
                .toList());
        var applied = new ArrayList<>(Collections.nCopies(reports.size(), false));
        var awaited = new HashSet<String>();
        var followed = new ArrayList<Followed>();
        for (var n = 0; n < known.size(); n++) {
            var report = reports.get(known.get(n));
            if (follow(report, found.get(known.get(n)).orElseThrow(), noted.get(n), followed)) {
                applied.set(known.get(n), true);
                name(report).ifPresent(message -> awaited.add(missing(message).awaited()));
            }
        }
        replans.order(aftermath.of(followed));
        waitingRoom.wake(awaited);
        return applied;
    }

    /**
     * Whether there is such a job.
     *
     * @param followed is given the report if it has moved the job
     */
    private boolean follow(DeliveryReported report, UUID job, Noted noted, List<Followed> followed) {
        return switch (noted) {
            case Unknown() -> false;
            case Foreign() -> {
                refuse(report, job);
                yield true;
            }
            case Done done -> {
                followed.add(new Followed(report, job, done));
                yield true;
            }
        };
    }

    /** Whoever reports knows an organisation by the account of its provider: it has no say in another one's messages. */
    private void refuse(DeliveryReported report, UUID job) {
        AfterCommit.run(() -> meters.counter("outreach.delivery.foreign").increment());
        log.atWarn()
                .addKeyValue("job_id", job)
                .addKeyValue("organization_id", report.organizationId())
                .log("Report about the job of another organisation");
    }

    /** The jobs of reports, in their order; by the provider's name of the message where none is named. */
    private List<Optional<UUID>> jobs(List<DeliveryReported> reports) {
        var named = sightings.ofMessages(reports.stream()
                .filter(report -> report.jobId() == null)
                .flatMap(report -> name(report).stream())
                .collect(Collectors.toSet()));
        return reports.stream()
                .map(report -> Optional.ofNullable(report.jobId())
                        .or(() -> name(report).map(named::get)))
                .toList();
    }

    private static Optional<MessageName> name(DeliveryReported report) {
        return Optional.ofNullable(report.providerMessageId()).map(id -> new MessageName(report.channel(), id));
    }

    private static StillMissing missing(DeliveryReported report) {
        return name(report)
                .map(DeliveryTracking::missing)
                .orElseGet(() -> StillMissing.message("job/" + report.jobId()));
    }

    private static StillMissing missing(MessageName message) {
        return StillMissing.message(
                message.channel().code() + "/" + message.shared().id());
    }

    @Override
    public Set<String> types() {
        return Set.of("delivery.reported");
    }

    @Override
    public Duration patience() {
        return properties.patience();
    }

    @Override
    public Runnable retry(byte[] payload, EventHeaders event) {
        var report = ContractJson.read(payload, DeliveryReported.class);
        return () -> {
            if (!apply(List.of(report)).getFirst()) {
                throw missing(report);
            }
        };
    }

    @Override
    public void giveUp(byte[] payload, EventHeaders event) {
        log.atWarn().addKeyValue("event_id", event.id()).log("Delivery report belongs to no job");
    }
}
