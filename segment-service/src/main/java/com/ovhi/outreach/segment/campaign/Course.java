package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.experiment.Design;
import com.ovhi.outreach.segment.experiment.Variant;
import com.ovhi.outreach.segment.rule.Family;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A version of a campaign: what a patient who is enrolled on it goes through.
 *
 * @param terms null is no terms
 * @param abVariants null where nothing is compared
 */
record Course(
        List<Step> steps, @Nullable Terms terms, @Nullable Design abVariants) {

    private static final Duration LONGEST_SPREAD = Duration.ofDays(90);

    /** Copies. */
    Course {
        steps = List.copyOf(steps);
        terms = Objects.requireNonNullElse(terms, Terms.NONE);
    }

    /** Never null. */
    @Override
    public Terms terms() {
        return Objects.requireNonNullElse(terms, Terms.NONE);
    }

    /** Refuses what no campaign may do. */
    void check() {
        IntStream.range(0, steps.size()).forEach(place -> steps.get(place).check(place, steps.size()));
        var spread = terms().spread();
        if (spread != null && (spread.isNegative() || spread.compareTo(LONGEST_SPREAD) > 0)) {
            throw ProblemException.unprocessable("invalid-spread", "Patients begin within 90 days, or at once");
        }
        if (abVariants != null) {
            abVariants.check(steps.size());
        }
    }

    /**
     * Refuses conditions about segments that are not there.
     *
     * @param known those there are
     */
    void checkSegments(Set<Long> known) {
        IntStream.range(0, steps.size())
                .forEach(place -> Conditions.checkSegments(steps.get(place).condition(), place, known));
    }

    /** Steps no patient can come to, from 0. */
    List<Integer> unreachable() {
        var reached = new TreeSet<Integer>();
        var open = new ArrayDeque<>(List.of(0));
        while (!open.isEmpty()) {
            var place = open.pop();
            if (place < steps.size() && reached.add(place)) {
                open.addAll(steps.get(place).followers(place));
            }
        }
        return IntStream.range(0, steps.size())
                .boxed()
                .filter(place -> !reached.contains(place))
                .toList();
    }

    /** What has to be known of a patient for the conditions of its steps. */
    Set<Family> families() {
        return conditions().flatMap(each -> Conditions.families(each).stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The segments whose members the conditions of its steps ask for. */
    Set<Long> segments() {
        return conditions().flatMap(each -> Conditions.segments(each).stream()).collect(Collectors.toUnmodifiableSet());
    }

    private Stream<JsonNode> conditions() {
        return steps.stream().map(Step::condition).filter(Objects::nonNull);
    }

    /** What the patient's variant changes at a step; null when nothing. */
    @Nullable
    Variant variant(@Nullable String name, int place) {
        var variant = abVariants == null ? null : abVariants.variant(name);
        return variant != null && variant.concerns(place) ? variant : null;
    }
}
