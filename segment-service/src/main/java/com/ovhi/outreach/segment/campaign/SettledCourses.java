package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.rule.Facts;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * A course for patients of whom nothing changes any more: the conditions that mean them are gone from it, so what is known of
 * them need not be kept. Those that stay mean nobody. Patients of whom the same is true share one. Not thread-safe.
 */
final class SettledCourses {

    private final Course course;
    private final BitSet conditions = new BitSet();
    private final Map<BitSet, Course> settled = new HashMap<>();

    SettledCourses(Course course) {
        this.course = course;
        IntStream.range(0, course.steps().size())
                .filter(place -> course.steps().get(place).condition() != null)
                .forEach(conditions::set);
    }

    /** That of a patient who has done nothing yet. */
    Course of(long patientId, LongFunction<Optional<Facts>> facts) {
        return conditions.isEmpty() ? course : settled.computeIfAbsent(met(facts.apply(patientId)), this::without);
    }

    private BitSet met(Optional<Facts> facts) {
        var met = new BitSet();
        facts.ifPresent(known -> conditions.stream()
                .filter(place -> holds(course.steps().get(place), known))
                .forEach(met::set));
        return met;
    }

    private static boolean holds(Step step, Facts facts) {
        return step.condition() != null && Conditions.hold(step.condition(), Conditions.NOTHING, facts);
    }

    private Course without(BitSet met) {
        var steps = IntStream.range(0, course.steps().size())
                .mapToObj(place -> {
                    var step = course.steps().get(place);
                    return met.get(place) ? step.unconditional() : step;
                })
                .toList();
        return new Course(steps, course.terms(), course.abVariants());
    }
}
