package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.optimizer.hour.HourEvidence;
import com.ovhi.outreach.optimizer.learning.AgeBand;
import com.ovhi.outreach.optimizer.model.Champions.Models;
import com.ovhi.outreach.optimizer.response.ChannelPrices;
import com.ovhi.outreach.optimizer.risk.Fatigue;
import com.ovhi.outreach.optimizer.risk.FatigueModel.Touch;
import com.ovhi.outreach.optimizer.risk.NoShowModel.Visit;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the models of an organisation make of what happened to one of its patients. */
final class Beliefs {

    /** So many messages must have been answered before an hour is named. */
    static final int LEAST_ANSWERS = 3;

    private static final double PRIOR_MESSAGES = 20;

    private final Models models;
    private final ChannelPrices prices;
    private final Patient patient;
    private final History history;

    Beliefs(Models models, ChannelPrices prices, Patient patient, History history) {
        this.models = models;
        this.prices = prices;
        this.patient = patient;
        this.history = history;
    }

    /** All that is believed; of a patient whose organisation wants nothing learned only how tired they are. */
    Estimate estimate(@Nullable Visit next, Instant now) {
        var fatigue = fatigue(now).score();
        if (!models.enabled()) {
            return new Estimate(null, null, null, null, null, fatigue, null, 0, 0, Estimate.SWITCHED_OFF);
        }
        var evidence = HourEvidence.of(history.hours());
        var messages = evidence.messages();
        var workdays = models.hours().belief(patient.cohort(), evidence, false);
        var weekend = models.hours().belief(patient.cohort(), evidence, true);
        var hour = workdays.hour();
        var reason = reason(hour.isPresent());
        var named = reason.equals(Estimate.ENOUGH);
        var choice = models.channels()
                .belief(patient.ageBand() == AgeBand.ELDER, history.channels(), prices)
                .choice();
        return new Estimate(
                named ? hour.getAsInt() : null,
                named ? Estimate.rounded(workdays.confidence()) : null,
                messages > 0 && patient.zone() != null ? new HourWeights(workdays.weights(), weekend.weights()) : null,
                choice.map(each -> each.channel()).orElse(null),
                choice.map(each -> Estimate.rounded(each.confidence())).orElse(null),
                fatigue,
                next == null ? null : models.noShows().risk(next),
                Estimate.rounded(messages / (messages + PRIOR_MESSAGES)),
                history.answers(),
                reason);
    }

    private String reason(boolean certain) {
        if (patient.zone() == null) {
            return Estimate.NO_ZONE;
        }
        if (history.answers() < LEAST_ANSWERS) {
            return Estimate.TOO_FEW;
        }
        return certain ? Estimate.ENOUGH : Estimate.UNCERTAIN;
    }

    private Fatigue fatigue(Instant now) {
        return models.fatigue().fatigue(history.touches(), now);
    }

    /** When time alone changes something: fatigue falls, a message will not be answered any more, a visit is over. */
    Optional<Instant> again(@Nullable Visit next, Instant now) {
        var unanswered = history.touches().stream()
                .filter(each -> !each.answered())
                .map(Touch::at)
                .map(each -> each.plus(Histories.ANSWER_TIME))
                .filter(now::isBefore);
        return Stream.concat(
                        Stream.concat(fatigue(now).fallsAt().stream(), unanswered),
                        Optional.ofNullable(next).map(Visit::start).stream())
                .min(Comparator.naturalOrder());
    }
}
