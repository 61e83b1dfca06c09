package com.ovhi.outreach.analytics.timing;

import com.ovhi.outreach.analytics.inference.KaplanMeier.Observed;
import com.ovhi.outreach.analytics.report.SmallCells;
import java.util.ArrayList;
import java.util.List;

/** Joins neighbouring times until none tells of few people; whoever was lost meanwhile counts as lost at the joined time. */
final class Coarse {

    private Coarse() {}

    static List<Observed> of(List<Observed> observed, SmallCells cells) {
        var joined = new ArrayList<Observed>();
        var events = 0L;
        var lost = 0L;
        var time = 0L;
        for (var each : observed) {
            events += each.events();
            lost += each.lost();
            time = each.time();
            if (!cells.small(events)) {
                joined.add(new Observed(time, events, lost));
                events = 0;
                lost = 0;
            }
        }
        if (events > 0) {
            var before = joined.isEmpty() ? new Observed(time, 0, 0) : joined.removeLast();
            joined.add(new Observed(time, before.events() + events, before.lost() + lost));
        }
        return joined;
    }
}
