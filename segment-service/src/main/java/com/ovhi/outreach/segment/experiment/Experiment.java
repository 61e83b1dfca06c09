package com.ovhi.outreach.segment.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as it stands.
 *
 * @param stopped variants that do harm
 * @param winner null until there is one
 */
public record Experiment(
        long id,
        long organizationId,
        Design design,
        @Nullable String winner,
        Set<String> stopped) {

    /** The same for those who are on a version of the campaign with another design. */
    public Experiment by(Design other) {
        return new Experiment(id, organizationId, other, winner, stopped);
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
        return weights;
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
