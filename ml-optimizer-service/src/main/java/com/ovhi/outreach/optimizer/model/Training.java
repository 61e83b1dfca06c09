package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.optimizer.evaluation.Calibration;
import com.ovhi.outreach.optimizer.evaluation.Fairness;
import com.ovhi.outreach.optimizer.evaluation.Forecast;
import com.ovhi.outreach.optimizer.model.Facts.Sent;
import com.ovhi.outreach.optimizer.model.TrainedModel.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Trains challengers with an organisation's facts but the newest, and judges them and the champions by those. Who wins is
 * promoted; a champion that does worse than the default by now, is stale, or whose expectations have drifted off what
 * happens, is retired without a successor, so that the default takes over.
 */
@Component
class Training {

    private static final Logger log = LoggerFactory.getLogger(Training.class);

    /** Beyond this a champion is retired; the alarm goes off before. */
    static final double MOST_DRIFT = 0.5;

    /** A quarter of the facts is kept for the judgement; of many those of two weeks are enough, if they are not few. */
    private static final double OLDER = 0.75;

    private static final Duration JUDGED = Duration.ofDays(14);
    private static final int JUDGED_FACTS = 1_000;

    /** A champion that is stale before the next training but one is no hurdle any more. */
    private static final Duration SOON = Duration.ofDays(2);

    private static final List<Trainer<?>> TRAINERS =
            List.of(new HourTrainer(), new ChannelTrainer(), new FatigueTrainer(), new NoShowTrainer());

    private final FactReader facts;
    private final TrainedModels models;
    private final Champions champions;
    private final Clock clock;
    private final MeterRegistry meters;

    Training(FactReader facts, TrainedModels models, Champions champions, Clock clock, MeterRegistry meters) {
        this.facts = facts;
        this.models = models;
        this.champions = champions;
        this.clock = clock;
        this.meters = meters;
    }

    /** Trains and judges all models of an organisation. */
    @Transactional
    public void train(long organization) {
        var sample = Timer.start(meters);
        var known = facts.of(organization, clock.instant());
        TRAINERS.forEach(trainer -> train(organization, trainer, known));
        sample.stop(meters.timer("outreach.model.train"));
    }

    private <M> void train(long organization, Trainer<M> trainer, Facts known) {
        var now = clock.instant();
        var times = times(trainer, known).sorted().toList();
        var champion = models.champion(organization, trainer.kind());
        if (times.size() < Judgement.LEAST_FORECASTS
                || times.getLast().plus(Champions.FRESH).isBefore(now)) {
            champion.filter(each -> each.stale(now)).ifPresent(each -> retire(each, "stale"));
            return;
        }
        var cut = cut(times);
        var former = champion.flatMap(champions::read).map(trainer::of);
        var before = former.map(model -> trainer.forecasts(model, known, cut));
        var defaults = trainer.forecasts(trainer.defaults(), known, cut);
        var hurdle = champion.filter(each -> !each.stale(now.plus(SOON))).flatMap(_ -> before);
        var challenger = trainer.train(known, cut);
        var judgement = Judgement.of(
                trainer.forecasts(challenger, known, cut), hurdle, defaults, trainer.decisions(challenger, known, cut));
        var won = judgement.why().equals(Judgement.BETTER);
        if (won) {
            champion.ifPresent(each -> models.retire(each, "succeeded"));
        } else {
            champion.ifPresent(each -> watch(each, before, Calibration.of(Judgement.once(defaults))));
        }
        models.add(written(organization, trainer, challenger, judgement, times, trainer.examples(known, cut)));
        meters.counter("outreach.model.trained", "model", trainer.kind().code(), "outcome", judgement.why())
                .increment();
    }

    /** From when on facts, which are in the order of time, are kept for the judgement. */
    private static Instant cut(List<Instant> times) {
        var since = times.getLast().minus(JUDGED);
        var recent = (int) times.stream().filter(each -> !each.isBefore(since)).count();
        var judged = Math.max(recent, JUDGED_FACTS);
        return times.get(Math.max((int) (times.size() * OLDER), times.size() - judged));
    }

    private void watch(TrainedModel champion, Optional<List<Forecast>> forecasts, Calibration defaults) {
        if (forecasts.isEmpty()) {
            retire(champion, "corrupt");
            return;
        }
        var now = Calibration.of(Judgement.once(forecasts.get()));
        var drift = Judgement.drift(now);
        models.watched(champion, drift, Judgement.unfair(Fairness.of(forecasts.get())));
        if (champion.stale(clock.instant())) {
            retire(champion, "stale");
        } else if (now.logLoss() > defaults.logLoss()) {
            retire(champion, "worse-than-default");
        } else if (drift > MOST_DRIFT) {
            retire(champion, "drifted");
        }
    }

    private void retire(TrainedModel champion, String why) {
        models.retire(champion, why);
        meters.counter("outreach.model.fallback", "model", champion.kind().code(), "cause", why)
                .increment();
        log.atWarn()
                .addKeyValue("organization_id", champion.organizationId())
                .addKeyValue("model", champion.kind().code())
                .addKeyValue("version", champion.version())
                .addKeyValue("cause", why)
                .log("A model is retired; the default takes over");
    }

    private <M> TrainedModel written(
            long organization, Trainer<M> trainer, M model, Judgement judgement, List<Instant> times, int examples) {
        var version = models.nextVersion(organization, trainer.kind());
        var parameters = ContractJson.writeText(trainer.parameters(model));
        var won = judgement.why().equals(Judgement.BETTER);
        return new TrainedModel(
                organization,
                trainer.kind(),
                version,
                won ? State.CHAMPION : State.REJECTED,
                judgement.why(),
                parameters,
                TrainedModel.checksum(organization, trainer.kind(), version, parameters),
                times.getFirst(),
                times.getLast(),
                examples,
                Judgement.drift(judgement.challenger()),
                Judgement.unfair(judgement.groups()),
                ContractJson.writeText(judgement),
                clock.instant());
    }

    private static Stream<Instant> times(Trainer<?> trainer, Facts known) {
        return switch (trainer) {
            case NoShowTrainer _ ->
                known.visits().stream().map(each -> each.visit().start());
            case HourTrainer _, ChannelTrainer _, FatigueTrainer _ ->
                known.patients().stream().flatMap(each -> each.sent().stream()).map(Sent::at);
        };
    }
}
