package com.ovhi.outreach.analytics.cost;

import com.ovhi.outreach.analytics.experiment.Experiments.Lift;
import com.ovhi.outreach.analytics.inference.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What messages were worth beyond what they cost.
 *
 * @param formula how it is computed
 * @param patients who received messages and whose window is over
 * @param gained kept visits that there would not have been without the messages
 * @param gainedInterval from the interval of the lift
 * @param gainedAnytimeInterval the same, for all looks; null while there is too little
 * @param value of a kept visit
 * @param cost of the messages to those patients
 * @param net gained times value, minus cost
 * @param returnOnCost net by cost; null when nothing was spent
 * @param level of the intervals
 */
record Roi(
        long experimentId,
        String formula,
        String currency,
        long patients,
        double lift,
        double gained,
        Interval gainedInterval,
        @Nullable Interval gainedAnytimeInterval,
        BigDecimal value,
        BigDecimal cost,
        BigDecimal net,
        Interval netInterval,
        @Nullable BigDecimal returnOnCost,
        double level) {

    /** The columns of a file; intervals are two each. */
    static final List<String> HEADING = List.of(
            "experiment_id",
            "currency",
            "patients",
            "lift",
            "gained",
            "gained_low",
            "gained_high",
            "gained_anytime_low",
            "gained_anytime_high",
            "value",
            "cost",
            "net",
            "net_low",
            "net_high",
            "return_on_cost",
            "level");

    private static final String FORMULA =
            "net = gained * value - cost; gained = lift * patients; lift = share of treated"
                    + " patients who kept a visit - share of the holdout who did; cost = cost of all messages * patients /"
                    + " exposed patients; return_on_cost = net / cost";

    /** @param spent on all messages of the experiment, to patients whose window is not over as well */
    static Roi of(long experimentId, Lift lift, BigDecimal spent, BigDecimal value, String currency) {
        var cost = lift.exposed() == 0
                ? BigDecimal.ZERO
                : spent.multiply(BigDecimal.valueOf(lift.treated()))
                        .divide(BigDecimal.valueOf(lift.exposed()), MathContext.DECIMAL64);
        var gained = lift.difference() * lift.treated();
        var net = BigDecimal.valueOf(gained).multiply(value).subtract(cost);
        var anytime = lift.anytimeInterval();
        var gainedInterval = lift.interval().scaled(lift.treated(), 0);
        return new Roi(
                experimentId,
                FORMULA,
                currency,
                lift.treated(),
                lift.difference(),
                gained,
                gainedInterval,
                anytime == null ? null : anytime.scaled(lift.treated(), 0),
                value,
                money(cost),
                money(net),
                gainedInterval.scaled(value.doubleValue(), -cost.doubleValue()),
                cost.signum() == 0 ? null : net.divide(cost, 4, RoundingMode.HALF_UP),
                lift.level());
    }

    /** The row of a file. */
    List<@Nullable Object> fields() {
        var anytime = gainedAnytimeInterval;
        return Arrays.asList(
                experimentId,
                currency,
                patients,
                lift,
                gained,
                gainedInterval.low(),
                gainedInterval.high(),
                anytime == null ? null : anytime.low(),
                anytime == null ? null : anytime.high(),
                value,
                cost,
                net,
                netInterval.low(),
                netInterval.high(),
                returnOnCost,
                level);
    }

    private static BigDecimal money(BigDecimal amount) {
        return amount.setScale(4, RoundingMode.HALF_UP);
    }
}
