package com.ovhi.outreach.optimizer.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.optimizer.hour.HourModel;
import com.ovhi.outreach.optimizer.response.ChannelModel;
import com.ovhi.outreach.optimizer.risk.FatigueModel;
import com.ovhi.outreach.optimizer.risk.NoShowModel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The models in use: each organisation's champions, and the default for whatever it has none of that is fresh, intact and
 * sound. Thread-safe; every method runs in the caller's transaction.
 */
@Component
public class Champions {

    private static final Logger log = LoggerFactory.getLogger(Champions.class);

    /** Habits change: who has learned nothing new for so long goes by the default. */
    static final Duration FRESH = Duration.ofDays(45);

    private static final Models DEFAULTS = new Models(
            true, HourModel.defaults(), ChannelModel.defaults(), FatigueModel.defaults(), NoShowModel.defaults());

    private final TrainedModels models;
    private final Switches switches;
    private final MeterRegistry meters;
    private final Cache<Key, Optional<Object>> read =
            Caffeine.newBuilder().maximumSize(1_000).build();

    Champions(TrainedModels models, Switches switches, MeterRegistry meters) {
        this.models = models;
        this.switches = switches;
        this.meters = meters;
    }

    /** What these organisations use now. */
    public Chosen of(Set<Long> organizations, Instant now) {
        var off = switches.off(organizations);
        var champions =
                models.champions(organizations).stream().collect(Collectors.groupingBy(TrainedModel::organizationId));
        var chosen = new HashMap<Long, Models>();
        for (var organization : organizations) {
            chosen.put(
                    organization,
                    off.contains(organization)
                            ? DEFAULTS.switchedOff()
                            : choose(champions.getOrDefault(organization, List.of()), now));
        }
        return new Chosen(chosen);
    }

    /** Whether an organisation wants anything learned. */
    public boolean enabled(long organization) {
        return !switches.off(Set.of(organization)).contains(organization);
    }

    private Models choose(Collection<TrainedModel> champions, Instant now) {
        var chosen = DEFAULTS;
        for (var champion : champions) {
            var model = usable(champion, now);
            if (model.isPresent()) {
                chosen = chosen.with(model.get());
            }
        }
        return chosen;
    }

    /** The model, unless it is stale or nobody should rely on what is written. */
    private Optional<Object> usable(TrainedModel champion, Instant now) {
        if (champion.stale(now)) {
            fallback(champion, "stale");
            return Optional.empty();
        }
        var model = read(champion);
        if (model.isEmpty()) {
            fallback(champion, "corrupt");
        }
        return model;
    }

    Optional<Object> read(TrainedModel model) {
        var key = new Key(model.organizationId(), model.kind(), model.version(), model.checksum(), model.parameters());
        return read.get(key, _ -> parse(model));
    }

    private static Optional<Object> parse(TrainedModel model) {
        if (!model.intact()) {
            warn(model, "checksum");
            return Optional.empty();
        }
        try {
            Object parameters =
                    ContractJson.read(model.parameters(), model.kind().parameters());
            return Optional.of(parameters instanceof HourModel.Parameters hours ? new HourModel(hours) : parameters);
        } catch (RuntimeException e) {
            // Whatever is wrong with it, nobody may rely on it; its text may be anything, so it is not logged.
            warn(model, e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static void warn(TrainedModel model, String code) {
        log.atError()
                .addKeyValue("organization_id", model.organizationId())
                .addKeyValue("model", model.kind().code())
                .addKeyValue("version", model.version())
                .addKeyValue("code", code)
                .log("A model cannot be used; the default is");
    }

    private void fallback(TrainedModel model, String cause) {
        meters.counter("outreach.model.fallback", "model", model.kind().code(), "cause", cause)
                .increment();
    }

    private record Key(long organization, ModelKind kind, int version, String checksum, String parameters) {}

    /** The models of some organisations. */
    public static final class Chosen {

        private final Map<Long, Models> models;

        private Chosen(Map<Long, Models> models) {
            this.models = models;
        }

        /** Of one of them. */
        public Models of(long organization) {
            return models.getOrDefault(organization, DEFAULTS);
        }
    }

    /**
     * The models of an organisation.
     *
     * @param enabled whether it wants anything learned
     */
    public record Models(
            boolean enabled, HourModel hours, ChannelModel channels, FatigueModel fatigue, NoShowModel noShows) {

        /** The defaults of an organisation that has learned nothing. */
        public static Models defaults() {
            return DEFAULTS;
        }

        private Models switchedOff() {
            return new Models(false, hours, channels, fatigue, noShows);
        }

        private Models with(Object model) {
            return switch (model) {
                case HourModel changed -> new Models(enabled, changed, channels, fatigue, noShows);
                case ChannelModel changed -> new Models(enabled, hours, changed, fatigue, noShows);
                case FatigueModel changed -> new Models(enabled, hours, channels, changed, noShows);
                case NoShowModel changed -> new Models(enabled, hours, channels, fatigue, changed);
                default -> throw new IllegalArgumentException("No such model");
            };
        }
    }
}
