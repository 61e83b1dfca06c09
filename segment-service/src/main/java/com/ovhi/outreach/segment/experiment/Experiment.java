package com.ovhi.outreach.segment.experiment;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as it stands.
 *
 * @param stopped variants that do harm
 * @param winner null until there is one
 * @param learned how variants shall share the patients of an experiment that adapts, on any scale; empty while that is not known
 */
public record Experiment(
        long id,
        long organizationId,
        Design design,
        @Nullable String winner,
        Set<String> stopped,
        Map<String, Integer> learned) {

    /** Of whose variants nothing is learned yet. */
    public Experiment(long id, long organizationId, Design design, @Nullable String winner, Set<String> stopped) {
        this(id, organizationId, design, winner, stopped, Map.of());
    }

    /** The same for those who are on a version of the campaign with another design. */
    public Experiment by(Design other) {
        return new Experiment(id, organizationId, other, winner, stopped, learned);
    }

    /** Whether every variant does harm, so that whoever is drawn would get nothing. */
    public boolean exhausted() {
        return design.variants().stream().map(Variant::name).allMatch(stopped::contains);
    }

    /**
     * What a patient who has not met the experiment yet is to get: a variant, or the holdout; empty when they do not take
     * part. The weights of variants that were stopped are shared by the others.
     */
    public Optional<String> draw(long patientId) {
        if (!takesPart(patientId)) {
            return Optional.empty();
        }
        return new Draw("experiment/" + id).among(weights(), patientId);
    }

    /** Shares of those who are drawn now. */
    public Map<String, Integer> weights() {
        if (design.followsWinner() && winner != null && design.variant(winner) != null) {
            return Map.of(winner, 1);
        }
        var weights = new TreeMap<>(design.weights());
        weights.keySet().removeAll(stopped);
        return adapted(weights);
    }

    /** Variants share what they have together by what was learned; the holdout keeps its part of the whole. */
    private Map<String, Integer> adapted(Map<String, Integer> weights) {
        var open = open();
        var all = open.stream().mapToInt(each -> learned.getOrDefault(each, 0)).sum();
        if (!design.adapts() || all == 0 || !learned.keySet().containsAll(open)) {
            return weights;
        }
        var together = open.stream().mapToInt(weights::get).sum();
        weights.replaceAll((name, weight) ->
                open.contains(name) ? together * Objects.requireNonNull(learned.get(name)) : weight * all);
        return weights;
    }

    /** The variants somebody new may get. */
    List<String> open() {
        return design.variants().stream()
                .filter(each -> each.weight() > 0)
                .map(Variant::name)
                .filter(each -> !stopped.contains(each))
                .toList();
    }

    private boolean takesPart(long patientId) {
        var namespace = design.namespace();
        if (namespace == null) {
            return true;
        }
        var part = new Draw("namespace/" + organizationId + "/" + namespace).part(patientId, Design.PARTS);
        return part >= design.from() && part < design.to();
    }
}
