package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.inference.AnytimeDifference;
import com.ovhi.outreach.analytics.inference.Interval;
import com.ovhi.outreach.analytics.inference.MultipleTests;
import com.ovhi.outreach.analytics.inference.Proportion;
import com.ovhi.outreach.analytics.inference.TwoProportions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Two variants by one metric.
 *
 * @param difference variant minus against
 * @param interval holds for one look at a size fixed beforehand
 * @param pValue for one look; null when there is nothing to test
 * @param anytimeInterval holds at all looks; null while there is too little
 * @param pAnytime holds at all looks; 1 while there is too little
 * @param pAdjusted the one for all looks, adjusted for the comparisons it is made with
 */
record Comparison(
        Metric metric,
        String variant,
        String against,
        double difference,
        Interval interval,
        @Nullable Double pValue,
        @Nullable Interval anytimeInterval,
        double pAnytime,
        double pAdjusted) {

    static Comparison of(Metric metric, Arm one, Arm other, double alpha) {
        return of(metric, one.variant(), one.of(metric), other.variant(), other.of(metric), alpha);
    }

    static Comparison of(
            Metric metric, String variant, Proportion one, String against, Proportion other, double alpha) {
        var anytime = AnytimeDifference.of(one, other, alpha);
        var pValue = anytime.map(AnytimeDifference::pValue).orElse(1.0);
        return new Comparison(
                metric,
                variant,
                against,
                one.trials() == 0 || other.trials() == 0 ? 0 : one.rate() - other.rate(),
                TwoProportions.difference(one, other, 1 - alpha),
                TwoProportions.pValue(one, other).orElse(null),
                anytime.map(AnytimeDifference::interval).orElse(null),
                pValue,
                pValue);
    }

    /** The same comparisons, as one family in which no false alarm is wanted. */
    static List<Comparison> holm(List<Comparison> comparisons) {
        return adjusted(comparisons, MultipleTests::holm);
    }

    /** The same comparisons, as one family in which few alarms may be false. */
    static List<Comparison> benjaminiHochberg(List<Comparison> comparisons) {
        return adjusted(comparisons, MultipleTests::benjaminiHochberg);
    }

    private static List<Comparison> adjusted(List<Comparison> comparisons, UnaryOperator<List<Double>> method) {
        var adjusted =
                method.apply(comparisons.stream().map(Comparison::pAnytime).toList());
        var result = new ArrayList<Comparison>();
        for (var i = 0; i < comparisons.size(); i++) {
            result.add(comparisons.get(i).adjusted(adjusted.get(i)));
        }
        return result;
    }

    private Comparison adjusted(double value) {
        return new Comparison(metric, variant, against, difference, interval, pValue, anytimeInterval, pAnytime, value);
    }

    /** Whether the variant is better beyond chance. */
    boolean better(double alpha) {
        return difference > 0 && pAdjusted <= alpha;
    }

    /** Which of the two has more of it beyond chance; null for neither. */
    @Nullable
    String ahead(double alpha) {
        if (pAdjusted > alpha || difference == 0) {
            return null;
        }
        return difference > 0 ? variant : against;
    }
}
