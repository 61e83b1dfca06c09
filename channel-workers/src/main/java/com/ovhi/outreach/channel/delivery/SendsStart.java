package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.permission.GateStaleness;
import com.ovhi.outreach.channel.permission.ProjectionLag;
import com.ovhi.outreach.channel.permission.ProjectionLag.KafkaSilent;
import com.ovhi.outreach.common.ids.Lane;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.BindingsLifecycleController.State;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Opens the lanes once every permission and suppression published before this process started has been projected: an
 * opt-out that waited in Kafka while the service was down is heard before the messages that waited beside it leave.
 */
@Component
class SendsStart implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(SendsStart.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    /** What is ordered while the gate stays closed is turned back, to be asked for again. */
    private static final int MOST_PAUSES = 300;

    private final ProjectionLag lag;
    private final GateStaleness staleness;
    private final BindingsLifecycleController bindings;
    private final CountDownLatch stopped = new CountDownLatch(1);

    SendsStart(ProjectionLag lag, GateStaleness staleness, BindingsLifecycleController bindings) {
        this.lag = lag;
        this.staleness = staleness;
        this.bindings = bindings;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        Thread.ofVirtual().name("sends-start").start(this::openWhenCaughtUp);
    }

    private void openWhenCaughtUp() {
        try {
            Map<TopicPartition, Long> ends = null;
            while (ends == null || !reached(ends)) {
                ends = ends == null ? ends() : ends;
                if (stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            for (var pauses = 0; !staleness.isOpen() && pauses < MOST_PAUSES; pauses++) {
                if (stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            for (var lane : Lane.values()) {
                open(LaneTopics.binding(lane));
            }
            log.atInfo().log("Permissions are up to date; sending begins");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until it is open: a service that is up and sends nothing would go unnoticed. */
    private void open(String lane) throws InterruptedException {
        while (true) {
            try {
                bindings.changeState(lane, State.STARTED);
                return;
            } catch (RuntimeException e) {
                log.atWarn()
                        .addKeyValue("lane", lane)
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("A lane cannot be opened; trying again");
                if (stopped.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }
    }

    private @Nullable Map<TopicPartition, Long> ends() {
        try {
            return lag.ends();
        } catch (KafkaSilent | KafkaException e) {
            log.atWarn().log("Kafka does not say how far the permissions are; nothing is sent yet");
            return null;
        }
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        try {
            return lag.reached(ends);
        } catch (KafkaSilent | KafkaException e) {
            return false;
        }
    }

    @Override
    public void destroy() {
        stopped.countDown();
    }
}
