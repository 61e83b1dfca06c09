package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.ids.Channel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is believed of a patient. Numbers have three decimals, so that "changed" means the same in the database, in events
 * and to a reader.
 *
 * @param bestHour local hour, null without evidence or when it is not known where the patient is
 * @param hourConfidence how likely that hour or a neighbour of it is the best, null without one
 * @param weights how messages shall be shared out among hours, null as long as nothing is known
 * @param bestChannel null without evidence
 * @param channelConfidence how likely it is the best, null without one
 * @param fatigue in [0, 1]
 * @param noShowRisk of the next visit, null without one
 * @param confidence {@code n / (n + 20)} for n messages sent at a known hour: how much of it is the patient's own doing
 * @param evidence how many messages were answered
 * @param reason what the best hour rests on, or why there is none
 */
record Estimate(
        @Nullable Integer bestHour,
        @Nullable Double hourConfidence,
        @Nullable HourWeights weights,
        @Nullable Channel bestChannel,
        @Nullable Double channelConfidence,
        double fatigue,
        @Nullable Double noShowRisk,
        double confidence,
        int evidence,
        String reason) {

    static final String ENOUGH = "enough-answers";
    static final String TOO_FEW = "too-few-answers";
    static final String UNCERTAIN = "uncertain";
    static final String NO_ZONE = "zone-unknown";
    static final String SWITCHED_OFF = "switched-off";
    static final String NOTHING = "nothing-known";

    /** Shares, fatigue and risk that moved less than this are no news. */
    private static final double NEWS = 0.05;

    /** Of a patient of whom nothing is known. */
    static final Estimate NONE = new Estimate(null, null, null, null, null, 0, null, 0, 0, NOTHING);

    static double rounded(double score) {
        return Math.round(score * 1_000) / 1_000.0;
    }

    /**
     * Whether somebody would act otherwise by this than by what was said last. Not every answer is news: that everybody is
     * told of it costs more than the learning.
     */
    boolean isNews(Estimate last) {
        return !Objects.equals(bestHour, last.bestHour)
                || bestChannel != last.bestChannel
                || (fatigue == 0) != (last.fatigue == 0)
                || moved(fatigue, last.fatigue)
                || moved(noShowRisk == null ? 0 : noShowRisk, last.noShowRisk == null ? 0 : last.noShowRisk)
                || !reason.equals(last.reason) && (reason.equals(SWITCHED_OFF) || last.reason.equals(SWITCHED_OFF))
                || moved(weights, last.weights);
    }

    private static boolean moved(double now, double before) {
        return Math.abs(now - before) >= NEWS - 1e-9;
    }

    private static boolean moved(@Nullable HourWeights now, @Nullable HourWeights before) {
        if (now == null || before == null) {
            return now != before;
        }
        return moved(apart(now.workdays(), before.workdays()), 0) || moved(apart(now.weekend(), before.weekend()), 0);
    }

    /** How much of the messages would go to other hours (total variation). */
    private static double apart(List<Double> now, List<Double> before) {
        var sum = 0.0;
        for (var i = 0; i < now.size(); i++) {
            sum += Math.abs(now.get(i) - before.get(i)) / 2;
        }
        return sum;
    }
}
