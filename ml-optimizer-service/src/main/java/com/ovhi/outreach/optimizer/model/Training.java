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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Trains challengers with the older three quarters of an organisation's facts and judges them, and the champions, by the
 * newer quarter. Who wins is promoted; a champion that does worse than the default by now, or whose expectations have
 * drifted off what happens, is retired without a successor, so that the default takes over.
 */
@Component
class Training {

    private static final Logger log = LoggerFactory.getLogger(Training.class);

    /** Beyond this a champion is retired; the alarm goes off before. */
    static final double MOST_DRIFT = 0.5;

    private static final double OLDER = 0.75;
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
        var times = times(trainer, known).sorted().toList();
        if (times.size() < Judgement.LEAST_FORECASTS) {
            return;
        }
        var cut = times.get((int) (times.size() * OLDER));
        var champion = models.champion(organization, trainer.kind());
        var former = champion.flatMap(champions::read).map(trainer::of);
        var before = former.map(model -> trainer.forecasts(model, known, cut));
        var defaults = trainer.forecasts(trainer.defaults(), known, cut);
        var challenger = trainer.train(known, cut);
        var judgement = Judgement.of(
                trainer.forecasts(challenger, known, cut), before, defaults, trainer.decisions(challenger, known, cut));
        var won = judgement.why().equals(Judgement.BETTER);
        if (won) {
            champion.ifPresent(each -> models.retire(each, "succeeded"));
        } else {
            champion.ifPresent(each -> watch(each, before, Calibration.of(Judgement.once(defaults))));
        }
        models.add(written(organization, trainer, challenger, judgement, known, times.getFirst(), cut));
        meters.counter("outreach.model.trained", "model", trainer.kind().code(), "outcome", judgement.why())
                .increment();
    }

    private void watch(TrainedModel champion, Optional<List<Forecast>> forecasts, Calibration defaults) {
        if (forecasts.isEmpty()) {
            retire(champion, "corrupt");
            return;
        }
        var now = Calibration.of(Judgement.once(forecasts.get()));
        var drift = Judgement.drift(now);
        models.watched(champion, drift, Judgement.unfair(Fairness.of(forecasts.get())));
        if (now.logLoss() > defaults.logLoss()) {
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
            long organization,
            Trainer<M> trainer,
            M model,
            Judgement judgement,
            Facts known,
            Instant from,
            Instant cut) {
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
                from,
                cut,
                trainer.examples(known, cut),
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
