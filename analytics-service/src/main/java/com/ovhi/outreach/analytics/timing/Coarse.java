package com.ovhi.outreach.analytics.timing;

import com.ovhi.outreach.analytics.inference.KaplanMeier.Observed;
import com.ovhi.outreach.analytics.report.SmallCells;
import com.ovhi.outreach.analytics.timing.Waits.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins neighbouring times until none tells of few people; whoever was lost meanwhile counts as lost at the joined time. It may
 * have happened to the same people at several times: together they are taken for as many as those of one.
 */
final class Coarse {

    private Coarse() {}

    static List<Observed> of(List<Step> steps, SmallCells cells) {
        var joined = new ArrayList<Step>();
        var open = Step.NONE;
        for (var each : steps) {
            open = open.and(each);
            if (!few(open, cells)) {
                joined.add(open);
                open = Step.NONE;
            }
        }
        while (few(open, cells) && !joined.isEmpty()) {
            open = joined.removeLast().and(open);
        }
        if (open.observed().events() > 0) {
            joined.add(open);
        }
        return joined.stream().map(Step::observed).toList();
    }

    private static boolean few(Step step, SmallCells cells) {
        return cells.small(step.observed().events(), step.people());
    }
}
