package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Rehearsal.Sample;
import com.ovhi.outreach.segment.campaign.Rehearsal.StepRehearsal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Counts what a rehearsal comes to, and keeps some patients of each kind to be looked at. Not thread-safe. */
final class RehearsalCounts {

    private static final int SAMPLE = 5;

    private final Without left = new Without();
    private final List<Tally> tallies;

    /** @param steps how many the campaign has */
    RehearsalCounts(int steps) {
        tallies = IntStream.range(0, steps).mapToObj(_ -> new Tally()).toList();
    }

    void left(String reason, long patientId) {
        left.add(reason, patientId);
    }

    void skipped(int place, String reason, long patientId) {
        tallies.get(place).skipped.add(reason, patientId);
    }

    void sent(int place, Sample sample) {
        tallies.get(place).send(sample);
    }

    /** @param members how many were looked at */
    Rehearsal result(long members) {
        var steps = IntStream.range(0, tallies.size())
                .mapToObj(place -> tallies.get(place).result(place))
                .toList();
        return new Rehearsal(members, left.counts, steps, left.samples);
    }

    /** What would become of one step. */
    private static final class Tally {

        private final Map<String, Long> channels = new TreeMap<>();
        private final Map<String, Long> variants = new TreeMap<>();
        private final Without skipped = new Without();
        private final List<Sample> samples = new ArrayList<>();
        private @Nullable Instant first;
        private @Nullable Instant last;
        private long sent;

        void send(Sample one) {
            sent++;
            channels.merge(one.channel() == null ? "any" : one.channel().code(), 1L, Long::sum);
            if (one.variant() != null) {
                variants.merge(one.variant(), 1L, Long::sum);
            }
            first = first == null || one.at().isBefore(first) ? one.at() : first;
            last = last == null || one.at().isAfter(last) ? one.at() : last;
            if (samples.size() < SAMPLE) {
                samples.add(one);
            }
        }

        StepRehearsal result(int place) {
            return new StepRehearsal(
                    place, sent, channels, variants, first, last, skipped.counts, samples, skipped.samples);
        }
    }

    /** Who would not get something, by reason: how many, and some of them. */
    private static final class Without {

        private final Map<String, Long> counts = new TreeMap<>();
        private final Map<String, List<Long>> samples = new TreeMap<>();

        void add(String reason, long patientId) {
            counts.merge(reason, 1L, Long::sum);
            var some = samples.computeIfAbsent(reason, _ -> new ArrayList<>());
            if (some.size() < SAMPLE) {
                some.add(patientId);
            }
        }
    }
}
