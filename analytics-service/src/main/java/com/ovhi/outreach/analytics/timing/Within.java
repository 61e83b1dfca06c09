package com.ovhi.outreach.analytics.timing;

import com.ovhi.outreach.analytics.report.SmallCells;
import com.ovhi.outreach.analytics.timing.Waits.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a cohort may be shown. Its columns add up: one that differs by few people from the one before, or the last one from all,
 * is not shown. Parts may be about the same people: together they are taken for as many as the largest of them.
 *
 * @param jobs null when too few to be shown
 * @param within to how many it happened within each of {@link Waits#DAYS}; null where it would tell of few people
 */
record Within(@Nullable Long jobs, List<@Nullable Long> within) {

    static Within of(Waits.Cohort cohort, SmallCells cells) {
        var columns = cohort.parts().size();
        var within = new ArrayList<@Nullable Long>();
        for (var i = 0; i < columns; i++) {
            within.add(null);
        }
        if (cells.small(cohort.jobs().jobs(), cohort.jobs().people())) {
            return new Within(null, within);
        }
        var sum = 0L;
        for (var step : steps(cohort, cells)) {
            sum += step.jobs();
            within.set(step.column(), sum);
        }
        return new Within(cohort.jobs().jobs(), within);
    }

    private static List<Step> steps(Waits.Cohort cohort, SmallCells cells) {
        var steps = new ArrayList<Step>();
        var open = Step.NONE;
        for (var column = 0; column < cohort.parts().size(); column++) {
            open = open.and(Step.of(column, cohort.parts().get(column)));
            if (!cells.small(open.jobs(), open.people())) {
                steps.add(open);
                open = Step.NONE;
            }
        }
        open = open.and(Step.of(cohort.parts().size(), cohort.later()));
        while (!steps.isEmpty() && cells.small(open.jobs(), open.people())) {
            open = steps.removeLast().and(open);
        }
        return steps;
    }

    /**
     * Parts that are shown as one.
     *
     * @param column the last of them
     * @param people at least so many
     */
    private record Step(int column, long jobs, long people) {

        static final Step NONE = new Step(-1, 0, 0);

        static Step of(int column, Part part) {
            return new Step(column, part.jobs(), part.people());
        }

        Step and(Step next) {
            return new Step(next.column, jobs + next.jobs, Math.max(people, next.people));
        }
    }
}
