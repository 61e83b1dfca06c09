package com.ovhi.outreach.segment.experiment;

import com.ovhi.outreach.segment.experiment.Experiments.Adapting;
import com.ovhi.outreach.segment.experiment.VariantApi.Share;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Has the variants of experiments that ask for it share their patients by what was learned of them. While the optimiser is away,
 * or says what makes no sense, they share as before. Safe in several instances at once.
 */
@Component
class AdaptiveShares {

    private static final Logger log = LoggerFactory.getLogger(AdaptiveShares.class);
    private static final int PERCENT = 100;

    private final Experiments experiments;
    private final VariantApi optimizer;
    private final TransactionOperations transactions;
    private final MeterRegistry meters;

    AdaptiveShares(
            Experiments experiments, VariantApi optimizer, TransactionOperations transactions, MeterRegistry meters) {
        this.experiments = experiments;
        this.optimizer = optimizer;
        this.transactions = transactions;
        this.meters = meters;
    }

    @Scheduled(fixedDelayString = "${outreach.experiments.adapt-every:PT10M}", initialDelayString = "PT1M")
    void run() {
        List<Adapting> adapting = Objects.requireNonNull(transactions.execute(_ -> experiments.adapting()));
        adapting.forEach(this::adapt);
    }

    private void adapt(Adapting adapting) {
        var experiment = adapting.experiment();
        var names = experiment.open();
        if (names.size() < 2) {
            return;
        }
        try {
            var shares = percents(
                    names, optimizer.shares(experiment.organizationId(), adapting.campaignId(), List.copyOf(names)));
            transactions.executeWithoutResult(_ -> experiments.share(experiment.id(), shares));
            count(shares.isEmpty() ? "off" : "adapted");
        } catch (RuntimeException e) {
            count("failed");
            log.atWarn()
                    .addKeyValue("experiment_id", experiment.id())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The variants of an experiment share as before");
        }
    }

    private void count(String outcome) {
        meters.counter("outreach.experiment.adapted", "outcome", outcome).increment();
    }

    /**
     * Shares in whole percent, so that they do not change with every message; whoever gets something gets one percent or more.
     *
     * @throws IllegalArgumentException when it is not of each variant, or makes no sense
     */
    static SortedMap<String, Integer> percents(List<String> names, List<Share> shares) {
        var percents = new TreeMap<String, Integer>();
        for (var each : shares) {
            if (!(each.share() >= 0 && each.share() <= 1)) {
                throw new IllegalArgumentException("No such share");
            }
            percents.put(each.variant(), (int) Math.ceil(each.share() * PERCENT - 1e-9));
        }
        var ofEach = percents.keySet().equals(new HashSet<>(names));
        if (!percents.isEmpty() && (!ofEach || percents.values().stream().allMatch(each -> each == 0))) {
            throw new IllegalArgumentException("Shares of other variants, or of nobody");
        }
        return percents;
    }
}
