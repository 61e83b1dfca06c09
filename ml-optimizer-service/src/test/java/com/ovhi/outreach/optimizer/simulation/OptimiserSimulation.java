package com.ovhi.outreach.optimizer.simulation;

import com.ovhi.outreach.optimizer.evaluation.Calibration;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints what the optimiser is worth on simulated patients, and fails when it is worth less than it must be. */
public final class OptimiserSimulation {

    /** How much of what the oracle gets a model must get. */
    static final double LEAST_SHARE = 0.85;

    /** How fast answers get fewer off a patient's best hour, in hours; nobody has measured it. */
    private static final List<Double> WIDTHS = List.of(1.5, 2.0, 3.0);

    /** As much as patients differ from each other; below it a dozen messages cannot find the hour. */
    private static final double LEAST_WIDTH = 2;

    private final PrintStream out;
    private final int patients;
    private final long seed;
    private boolean passed = true;

    private OptimiserSimulation(PrintStream out, int patients, long seed) {
        this.out = out;
        this.patients = patients;
        this.seed = seed;
    }

    /** Arguments: how many patients (4,000), seed (1). */
    public static void main(String[] args) {
        var patients = args.length > 0 ? Integer.parseInt(args[0]) : 4_000;
        var seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        var simulation = new OptimiserSimulation(System.out, patients, seed);
        WIDTHS.forEach(simulation::hours);
        simulation.channels();
        simulation.content();
        simulation.fatigue();
        System.exit(simulation.passed ? 0 : 1);
    }

    private void hours(double width) {
        print(
                "%nBest hour: %,d patients, seed %d; answers fall over %.1f hours (standard deviation)",
                patients, seed, width);
        var curves = new HourSimulation(patients, seed, width, 0.35).run();
        curves.forEach((name, curve) -> print(
                "  %-10s regret per message %s; after twelve %.1f %% of the oracle",
                name,
                Stream.of(1, 4, 8, 12, 16, 20, 24)
                        .map(i -> String.format(
                                Locale.ROOT,
                                "%d: %.1f %%",
                                i,
                                100 - 100 * curve.shares().get(i - 1)))
                        .collect(Collectors.joining(", ")),
                100 * curve.afterTwelve()));
        var learned = curve(curves, "Learned");
        print(learned.calibration());
        if (width >= LEAST_WIDTH) {
            check("best hour: 85 % of the oracle after twelve messages", learned.afterTwelve() >= LEAST_SHARE);
        }
        check(
                "best hour: ahead of every other way of choosing",
                curves.values().stream()
                        .allMatch(each -> each.equals(learned) || each.afterTwelve() < learned.afterTwelve()));
    }

    private static HourSimulation.Curve curve(Map<String, HourSimulation.Curve> curves, String name) {
        var curve = curves.get(name);
        if (curve == null) {
            throw new IllegalArgumentException(name);
        }
        return curve;
    }

    private void channels() {
        print("%nChannel: the thirteenth message");
        var result = ChannelSimulation.run(patients, seed);
        print(result.calibration());
        shares("channel", result.shares());
    }

    private void content() {
        print("%nContent: the thirteenth portion of a campaign, 500 messages each");
        var result = ContentSimulation.run(500, seed);
        result.optOuts().forEach((name, optOuts) -> print("  %-12s %d opt-outs", name, optOuts));
        print("  (campaigns ask as 'learned' does; 'by language' is what whoever names a language would get)");
        shares("content", result.shares());
    }

    private void shares(String what, Map<String, Double> shares) {
        shares.forEach((name, share) -> print("  %-12s %.1f %% of the oracle", name, 100 * share));
        var learned = shares.getOrDefault(ContentSimulation.LEARNED, 0.0);
        check(what + ": 85 % of the oracle", learned >= LEAST_SHARE);
        check(
                what + ": ahead of every other way of choosing",
                others(shares).values().stream().allMatch(each -> each < learned));
    }

    /** What the ways get that do without the optimiser. */
    static Map<String, Double> others(Map<String, Double> shares) {
        var others = new TreeMap<>(shares);
        others.keySet().removeAll(List.of(ContentSimulation.LEARNED, ContentSimulation.BY_LANGUAGE));
        return others;
    }

    private void fatigue() {
        var compared = FatigueSimulation.run(patients, seed);
        print("%nFatigue: twelve weeks, without the rule %s, with it %s", compared.without(), compared.with());
        print(
                "  opt-outs %.1f %% fewer, confirmed visits %.1f %% fewer",
                100 * compared.fewerOptOuts(), 100 * compared.fewerConfirmed());
        check("fatigue: at least 20 % fewer opt-outs", compared.fewerOptOuts() >= 0.2);
        check("fatigue: at most 3 % fewer confirmed visits", compared.fewerConfirmed() <= 0.03);
    }

    private void print(Calibration fit) {
        print(
                "  forecasts %,d, expected %.3f, observed %.3f, Brier %.4f, log loss %.4f, calibration error %.4f",
                fit.forecasts(), fit.expected(), fit.observed(), fit.brier(), fit.logLoss(), fit.error());
        fit.bins()
                .forEach(bin -> print(
                        "    expected %.3f observed %.3f (%,d)", bin.expected(), bin.observed(), bin.forecasts()));
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private void check(String what, boolean fulfilled) {
        print("  %s %s", fulfilled ? "passed:" : "FAILED:", what.replace("%", "per cent"));
        passed &= fulfilled;
    }
}
