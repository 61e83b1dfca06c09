package com.ovhi.outreach.scheduler.dispatch;

import com.ovhi.outreach.common.ids.Lane;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The dispatchers. All durations are real time.
 *
 * @param enabled whether this process dispatches
 * @param priorityBatch how many jobs of the urgent and of the priority lane are claimed in one transaction
 * @param bulkBatch the same of the bulk lane
 * @param bulkPerSecond how many jobs of the bulk lane of a channel leave one instance per second at most
 * @param inFlight how many jobs of a route may be with the workers, of whom no report has come: all instances together;
 *     any number of urgent ones
 * @param forgotten after which a job that was not reported is not counted any more, so that lost reports cannot close a
 *     route
 * @param sweep how long a dispatcher sleeps at most
 * @param sendAllowance what a message needs from here to the provider; with less left before the window closes it
 *     waits for the next opening if there is one
 */
@ConfigurationProperties("outreach.scheduler.dispatch")
record DispatchProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("500") int priorityBatch,
        @DefaultValue("200") int bulkBatch,
        @DefaultValue("500") double bulkPerSecond,
        @DefaultValue("1000") int inFlight,
        @DefaultValue("60s") Duration forgotten,
        @DefaultValue("1s") Duration sweep,
        @DefaultValue("2s") Duration sendAllowance) {

    /** Refuses lanes that would stand still. */
    DispatchProperties {
        if (priorityBatch < 1 || bulkBatch < 1 || inFlight < 1 || !(bulkPerSecond > 0)) {
            throw new IllegalStateException("outreach.scheduler.dispatch: batches and rates must be greater than 0");
        }
    }

    int batch(Lane lane) {
        return switch (lane) {
            case URGENT, PRIORITY -> priorityBatch;
            case BULK -> bulkBatch;
        };
    }

    Throttle throttle(Lane lane) {
        return switch (lane) {
            case URGENT, PRIORITY -> Throttle.none();
            case BULK -> new Throttle(bulkPerSecond, bulkBatch, System::nanoTime);
        };
    }
}
