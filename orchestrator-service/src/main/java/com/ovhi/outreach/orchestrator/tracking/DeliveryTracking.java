package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.messaging.PoisonRecord;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.orchestrator.job.ProviderMessageName;
import com.ovhi.outreach.orchestrator.job.Sightings;
import com.ovhi.outreach.orchestrator.job.Sightings.Done;
import com.ovhi.outreach.orchestrator.job.Sightings.Foreign;
import com.ovhi.outreach.orchestrator.job.Sightings.Noted;
import com.ovhi.outreach.orchestrator.job.Sightings.Seen;
import com.ovhi.outreach.orchestrator.job.Sightings.Unknown;
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
    private final TrackingProperties properties;
    private final MeterRegistry meters;

    DeliveryTracking(
            Sightings sightings,
            WaitingRoom waitingRoom,
            Aftermath aftermath,
            TrackingProperties properties,
            MeterRegistry meters) {
        this.sightings = sightings;
        this.waitingRoom = waitingRoom;
        this.aftermath = aftermath;
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
        var found = reports.stream().map(this::job).toList();
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
        for (var n = 0; n < known.size(); n++) {
            var report = reports.get(known.get(n));
            var message = report.providerMessageId();
            if (follow(report, found.get(known.get(n)).orElseThrow(), noted.get(n))) {
                applied.set(known.get(n), true);
                if (message != null) {
                    awaited.add(missing(report.channel(), message).awaited());
                }
            }
        }
        waitingRoom.wake(awaited);
        return applied;
    }

    /** Whether there is such a job. */
    private boolean follow(DeliveryReported report, UUID job, Noted noted) {
        return switch (noted) {
            case Unknown() -> false;
            case Foreign() -> {
                refuse(report, job);
                yield true;
            }
            case Done(var purpose) -> {
                aftermath.of(report, job, purpose);
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

    private Optional<UUID> job(DeliveryReported report) {
        var message = report.providerMessageId();
        return Optional.ofNullable(report.jobId())
                .or(() -> message == null ? Optional.empty() : sightings.ofMessage(report.channel(), message));
    }

    private static StillMissing missing(DeliveryReported report) {
        var message = report.providerMessageId();
        return message == null ? StillMissing.message("job/" + report.jobId()) : missing(report.channel(), message);
    }

    private static StillMissing missing(Channel channel, String message) {
        return StillMissing.message(channel.code() + "/" + ProviderMessageName.of(channel, message));
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
