package com.ovhi.outreach.optimizer.response;

import com.ovhi.outreach.optimizer.learning.Rate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How an experiment that asks for it shares its messages among wordings: each in proportion to how likely it is the best
 * (Thompson sampling; O. Chapelle, L. Li, "An empirical evaluation of Thompson sampling", NeurIPS 2011), never less than
 * a floor, and nothing once it drives patients away. What a language or cohort does is drawn towards what everybody else does.
 * Deterministic with a seed. Stateless.
 */
public final class VariantBandit {

    /** For how many messages of a cohort those of everybody else count at most. */
    private static final double OTHERS = 20;

    /** While nothing is known of a rate, each is as likely as any other. */
    private static final Rate UNKNOWN = new Rate(1, 1);

    private static final int DRAWS = 2_000;
    /** What is kept for learning, shared evenly among the wordings that are still open. */
    private static final double FLOOR = 0.1;
    /** An opt-out is rare: it is believed to follow 0.6 of 100 messages until seen otherwise. */
    private static final Rate OPT_OUTS = Rate.believed(0.006, 100);

    /**
     * Shares are asked for every few minutes, and chance is to close a wording rarely. A fixed level cannot exclude it over many
     * looks; what may be looked at any time is the guardrail of the experiment's statistics.
     */
    private static final double HARM = 0.995;

    private static final double HARM_MESSAGES = 50;

    private VariantBandit() {}

    /**
     * Shares of the wordings, in their order, summing to 1.
     *
     * @param cohort what happened in the cohort
     * @param everybody what happened to all, the cohort among them, one for each of the cohort; the cohort itself where there is none
     */
    public static List<Share> shares(List<Arm> cohort, List<Arm> everybody, long seed) {
        if (cohort.isEmpty() || cohort.size() != everybody.size()) {
            throw new IllegalArgumentException("Each wording is counted in the cohort and in all");
        }
        var harmful = harmful(everybody);
        var open = IntStream.range(0, everybody.size())
                .filter(i -> !harmful.contains(i))
                .boxed()
                .toList();
        var wins = wins(
                open.stream().map(i -> belief(cohort.get(i), everybody.get(i))).toList(), seed);
        var shares = new ArrayList<Share>();
        for (var i = 0; i < cohort.size(); i++) {
            var place = open.indexOf(i);
            var belief = belief(cohort.get(i), everybody.get(i));
            var share = place < 0 ? 0 : (1 - FLOOR) * wins[place] / DRAWS + FLOOR / open.size();
            shares.add(new Share(cohort.get(i).variant(), share, belief.mean(), place < 0));
        }
        return shares;
    }

    private static int[] wins(List<Rate> beliefs, long seed) {
        var random = new SplittableRandom(seed);
        var wins = new int[beliefs.size()];
        for (var draw = 0; draw < DRAWS; draw++) {
            var best = 0;
            var most = -1.0;
            for (var i = 0; i < wins.length; i++) {
                var rate = beliefs.get(i).draw(random);
                if (rate > most) {
                    most = rate;
                    best = i;
                }
            }
            wins[best]++;
        }
        return wins;
    }

    private static Rate belief(Arm cohort, Arm everybody) {
        return others(cohort, everybody).after(cohort.responded(), cohort.sent() - cohort.responded());
    }

    /**
     * What those say who are not in the cohort, whose own messages count once. Both may be counted one after the other, so that
     * the cohort may be ahead by what happened in between.
     */
    private static Rate others(Arm cohort, Arm everybody) {
        var sent = Math.max(0, everybody.sent() - cohort.sent());
        var responded = Math.clamp(everybody.responded() - cohort.responded(), 0, sent);
        var known = UNKNOWN.after(responded, sent - responded);
        return known.successes() + known.failures() <= OTHERS ? known : Rate.believed(known.mean(), OTHERS);
    }

    /**
     * Wordings because of which patients leave more than because of all gentler ones that are not harmful, taken together: the
     * gentlest alone may be so by luck. It never is harmful.
     */
    private static Set<Integer> harmful(List<Arm> arms) {
        var harmful = new HashSet<Integer>();
        var gentlestFirst = IntStream.range(0, arms.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> optOuts(arms.get(i)).mean()))
                .toList();
        var gentle = arms.get(gentlestFirst.getFirst());
        for (var i : gentlestFirst.subList(1, arms.size())) {
            var arm = arms.get(i);
            if (arm.sent() >= HARM_MESSAGES && optOuts(arm).above(optOuts(gentle)) > HARM) {
                harmful.add(i);
            } else {
                gentle = gentle.and(arm);
            }
        }
        return harmful;
    }

    private static Rate optOuts(Arm arm) {
        return OPT_OUTS.after(arm.optOuts(), arm.sent() - arm.optOuts());
    }

    /** What happened to the messages of one wording. */
    public record Arm(String variant, double sent, double responded, double optOuts) {

        /** Checks. */
        public Arm {
            if (!(sent >= 0 && responded >= 0 && optOuts >= 0 && responded <= sent && optOuts <= sent)) {
                throw new IllegalArgumentException("No such counts");
            }
        }

        /** What happened to the messages of both. */
        private Arm and(Arm other) {
            return new Arm(variant, sent + other.sent, responded + other.responded, optOuts + other.optOuts);
        }
    }

    /**
     * What one wording gets.
     *
     * @param share in [0, 1]
     * @param rate how often it is believed to be answered
     * @param closed whether it gets nothing because it drives patients away
     */
    public record Share(String variant, double share, double rate, boolean closed) {}
}
