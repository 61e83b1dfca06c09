package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.common.outbox.Outbox;
import java.util.ArrayList;
import java.util.List;

/** An outbox that remembers the steps that are taken back, whichever campaign they are of; nothing leaves. */
final class TakenBack implements Outbox {

    private final List<String> steps = new ArrayList<>();

    List<String> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void publish(String topic, String key, Object event) {
        var step = (StepWithdrawn) event;
        steps.add("%s %s %s %s"
                .formatted(
                        step.patientId(),
                        step.occasionKey().replaceFirst("campaign/\\d+", ""),
                        step.reason(),
                        step.organizationId()));
    }

    @Override
    public void publishAll(String topic, List<Keyed> events) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void publishAhead(String topic, String key, Object event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void publishAllAhead(String topic, List<Keyed> events) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forget(String topic, String key) {
        throw new UnsupportedOperationException();
    }
}
