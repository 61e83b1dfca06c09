package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.messaging.PoisonRecord;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.ProviderMessageName;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import com.ovhi.outreach.orchestrator.waiting.WaitingHandler;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
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

    private final JobLedger jobs;
    private final WaitingRoom waitingRoom;
    private final Aftermath aftermath;
    private final TrackingProperties properties;
    private final MeterRegistry meters;

    DeliveryTracking(
            JobLedger jobs,
            WaitingRoom waitingRoom,
            Aftermath aftermath,
            TrackingProperties properties,
            MeterRegistry meters) {
        this.jobs = jobs;
        this.waitingRoom = waitingRoom;
        this.aftermath = aftermath;
        this.properties = properties;
        this.meters = meters;
    }

    /** Runs in the transaction of the event. */
    void reported(DeliveryReported report, EventHeaders event) {
        check(report);
        try {
            apply(report);
        } catch (StillMissing missing) {
            waitingRoom.park(event, report, missing);
        }
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

    private void apply(DeliveryReported report) {
        var job = job(report).orElseThrow(() -> missing(report));
        switch (jobs.observe(job, report.organizationId(), DeliveryReading.of(report))) {
            case UNKNOWN -> throw missing(report);
            case FOREIGN -> refuse(report, job);
            case DONE -> aftermath.of(report, job);
        }
        var message = report.providerMessageId();
        if (message != null) {
            waitingRoom.wake(missing(report.channel(), message));
        }
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
                .or(() -> message == null ? Optional.empty() : jobs.ofMessage(report.channel(), message));
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
        return () -> apply(report);
    }

    @Override
    public void giveUp(byte[] payload, EventHeaders event) {
        log.atWarn().addKeyValue("event_id", event.id()).log("Delivery report belongs to no job");
    }
}
