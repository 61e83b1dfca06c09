package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.permission.ProjectionLag;
import com.ovhi.outreach.channel.permission.ProjectionLag.KafkaSilent;
import com.ovhi.outreach.common.ids.Lane;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private final ProjectionLag lag;
    private final BindingsLifecycleController bindings;
    private final CountDownLatch stopped = new CountDownLatch(1);

    SendsStart(ProjectionLag lag, BindingsLifecycleController bindings) {
        this.lag = lag;
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
            for (var lane : Lane.values()) {
                bindings.changeState(LaneTopics.binding(lane), State.STARTED);
            }
            log.atInfo().log("Permissions are up to date; sending begins");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Map<TopicPartition, Long> ends() {
        try {
            return lag.ends();
        } catch (KafkaSilent e) {
            log.atWarn().log("Kafka does not say how far the permissions are; nothing is sent yet");
            return null;
        }
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        try {
            return lag.reached(ends);
        } catch (KafkaSilent e) {
            return false;
        }
    }

    @Override
    public void destroy() {
        stopped.countDown();
    }
}
