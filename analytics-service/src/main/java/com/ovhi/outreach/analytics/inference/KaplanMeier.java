package com.ovhi.outreach.analytics.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * How long it takes until something happens when not everybody could be watched for equally long: Kaplan and Meier, JASA
 * 53 (1958) 457-481; standard errors by Greenwood, intervals on the log(-log) scale (Kalbfleisch and Prentice, The
 * Statistical Analysis of Failure Time Data, 2nd ed., 1.4).
 */
public record KaplanMeier(List<Point> points) {

    private static final NormalDistribution NORMAL = new NormalDistribution();

    /** @param observed ascending by time, each time once; whoever is lost at a time was still watched at it */
    public static KaplanMeier of(List<Observed> observed, double level) {
        var z = NORMAL.inverseCumulativeProbability((1 + level) / 2);
        var atRisk =
                observed.stream().mapToLong(each -> each.events() + each.lost()).sum();
        var surviving = 1.0;
        var greenwood = 0.0;
        var points = new ArrayList<Point>();
        for (var each : observed) {
            if (each.events() > 0) {
                surviving *= 1 - (double) each.events() / atRisk;
                greenwood += (double) each.events() / ((double) atRisk * (atRisk - each.events()));
                points.add(point(each, atRisk, surviving, greenwood, z));
            }
            atRisk -= each.events() + each.lost();
        }
        return new KaplanMeier(List.copyOf(points));
    }

    private static Point point(Observed observed, long atRisk, double surviving, double greenwood, double z) {
        if (surviving <= 0) {
            return new Point(observed.time(), atRisk, observed.events(), 0, 0, new Interval(0, 0));
        }
        var exponent = z * Math.sqrt(greenwood) / Math.log(surviving);
        return new Point(
                observed.time(),
                atRisk,
                observed.events(),
                surviving,
                surviving * Math.sqrt(greenwood),
                new Interval(Math.pow(surviving, Math.exp(-exponent)), Math.pow(surviving, Math.exp(exponent))));
    }

    /** The first time by which it has happened to half of all; empty when it did not. */
    public OptionalLong median() {
        return points.stream()
                .filter(each -> each.surviving() <= 0.5)
                .mapToLong(Point::time)
                .findFirst();
    }

    /**
     * What was seen at one time.
     *
     * @param events to how many it happened then
     * @param lost how many were not watched any longer
     */
    public record Observed(long time, long events, long lost) {}

    /**
     * The curve after one time.
     *
     * @param atRisk how many were watched just before
     * @param surviving the share to whom it has not happened
     */
    public record Point(
            long time, long atRisk, long events, double surviving, double standardError, Interval interval) {}
}
