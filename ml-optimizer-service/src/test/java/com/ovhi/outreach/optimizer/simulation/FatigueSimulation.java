package com.ovhi.outreach.optimizer.simulation;

import com.ovhi.outreach.optimizer.risk.FatigueModel;
import com.ovhi.outreach.optimizer.risk.FatigueModel.Touch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Twelve weeks of patients of a busy organisation without tight contact caps: a visit every three weeks with three reminders,
 * a refill now and then, little marketing in four weeks of five and almost a message a day in the fifth. A patient opts out of 0.6 of 100 messages, of
 * marketing 2.5 times as often, and 1.3 times for each message beyond three in seven days; who has opted out is reminded of
 * nothing. With the rule, marketing waits while the score is above the orchestrator's default.
 */
final class FatigueSimulation {

    private static final Instant START = Instant.parse("2026-01-05T15:00:00Z");
    private static final int DAYS = 84;
    private static final double MOST_FATIGUE = 0.7;
    private static final double CONFIRMED = 0.45;

    private FatigueSimulation() {}

    /** The same patients with the rule and without it. */
    static Comparison run(int patients, long seed) {
        return new Comparison(run(patients, seed, false), run(patients, seed, true));
    }

    private static Outcome run(int patients, long seed, boolean rule) {
        var model = FatigueModel.defaults();
        var optOuts = 0;
        var confirmed = 0;
        var marketing = 0;
        for (var i = 0; i < patients; i++) {
            // Three sources, so that the rule changes nothing but what it withholds.
            var calendar = new SplittableRandom(seed + 3L * i);
            var answers = new SplittableRandom(seed + 3L * i + 1);
            var leaving = new SplittableRandom(seed + 3L * i + 2);
            var touches = new ArrayList<Touch>();
            var visitDay = 5 + calendar.nextInt(21);
            var isConfirmed = false;
            var busyWeek = false;
            var left = false;
            for (var day = 0; day < DAYS; day++) {
                busyWeek = day % 7 == 0 ? calendar.nextDouble() < 0.2 : busyWeek;
                var reminder = visitDay - day == 7 || visitDay - day == 3 || visitDay - day == 1;
                var refill = calendar.nextDouble() < 1 / 28.0;
                var ad = calendar.nextDouble() < (busyWeek ? 0.9 : 0.05);
                var leaves = leaving.nextDouble();
                var replies = answers.nextDouble();
                var now = START.plus(Duration.ofDays(day));
                if (!left) {
                    touches.removeIf(each -> each.at().plus(FatigueModel.WINDOW).isBefore(now));
                    var tired = rule && model.fatigue(touches, now).score() > MOST_FATIGUE;
                    var ads = ad && !tired;
                    add(touches, reminder, now, replies < CONFIRMED);
                    add(touches, refill, now, false);
                    add(touches, ads, now, false);
                    isConfirmed |= reminder && replies < CONFIRMED;
                    marketing += ads ? 1 : 0;
                    var load = touches.size();
                    var none = 1.0;
                    none *= reminder ? 1 - hazard(load, false) : 1;
                    none *= refill ? 1 - hazard(load, false) : 1;
                    none *= ads ? 1 - hazard(load, true) : 1;
                    left = leaves < 1 - none;
                    optOuts += left ? 1 : 0;
                }
                if (day == visitDay) {
                    confirmed += isConfirmed ? 1 : 0;
                    isConfirmed = false;
                    visitDay += 21;
                }
            }
        }
        return new Outcome(optOuts, confirmed, marketing);
    }

    private static void add(List<Touch> touches, boolean sent, Instant at, boolean answered) {
        if (sent) {
            touches.add(new Touch(at, answered));
        }
    }

    /** The truth, which is not the model's: by plain counts, whether answered or not. */
    private static double hazard(int load, boolean marketing) {
        return Math.min(1, 0.006 * (marketing ? 2.5 : 1) * Math.pow(1.3, Math.max(0, load - 3)));
    }

    /** What became of all patients. */
    record Outcome(int optOuts, int confirmed, int marketing) {}

    /** Without the rule and with it. */
    record Comparison(Outcome without, Outcome with) {

        double fewerOptOuts() {
            return 1 - (double) with.optOuts() / without.optOuts();
        }

        double fewerConfirmed() {
            return 1 - (double) with.confirmed() / without.confirmed();
        }
    }
}
