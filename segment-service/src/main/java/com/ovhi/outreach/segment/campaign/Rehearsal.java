package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What would happen were a campaign to begin.
 *
 * @param members how many were looked at
 * @param left how many would leave, by reason; {@code finished} are those who went through to the end, {@code campaign-over}
 *     those to whom steps would still come when its last day ends
 * @param leftSamples some of those of each reason
 */
record Rehearsal(long members, Map<String, Long> left, List<StepRehearsal> steps, Map<String, List<Long>> leftSamples) {

    /** All who are shown. */
    List<Long> samplePatients() {
        var some = leftSamples.values().stream().flatMap(List::stream);
        return Stream.concat(some, steps.stream().flatMap(StepRehearsal::samplePatients))
                .distinct()
                .toList();
    }

    /**
     * What would become of a step.
     *
     * @param step its place, from 0
     * @param channels the preferred one of those who can be reached on it, the only one on which they can, or else {@code any}
     * @param first null when nobody would get it
     * @param skipped how many would not, by reason; {@code unreachable} are those who have no address on any channel they allow
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

    /** One who would get it; {@code channel} is null where it depends. */
    record Sample(
            long patientId,
            Instant at,
            @Nullable Channel channel,
            @Nullable String variant,
            @Nullable Long templateId) {}
}
