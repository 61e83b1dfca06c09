package com.ovhi.outreach.segment.experiment;

import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment compares ({@code ab_variants}).
 *
 * @param holdout the weight of those who receive nothing, null for none
 * @param namespace experiments of one namespace share its patients and never meet the same one; null shares with nobody
 * @param shareFrom the first of the namespace's 1,000 parts that belong to the experiment, null for 0
 * @param shareTo the first part that does not any more, null for 1,000
 * @param followWinner whether everybody new gets the winner once there is one
 * @param adaptive whether variants that have a weight share their patients by what is learned of them, as soon as it is; the
 *     holdout keeps its share
 */
public record Design(
        @NotNull @Size(min = 1, max = 10) List<@Valid @NotNull Variant> variants,
        @Nullable @Min(0) @Max(10_000) Integer holdout,
        @Nullable @Pattern(regexp = "[a-z0-9-]{1,64}") String namespace,
        @Nullable @Min(0) @Max(999) Integer shareFrom,
        @Nullable @Min(1) @Max(1_000) Integer shareTo,
        @Nullable Boolean followWinner,
        @Nullable Boolean adaptive) {

    /** Parts a namespace has. */
    static final int PARTS = 1_000;

    /** Copies. */
    public Design {
        variants = List.copyOf(variants);
    }

    /** With shares that stay as they are. */
    public Design(
            List<Variant> variants,
            @Nullable Integer holdout,
            @Nullable String namespace,
            @Nullable Integer shareFrom,
            @Nullable Integer shareTo,
            @Nullable Boolean followWinner) {
        this(variants, holdout, namespace, shareFrom, shareTo, followWinner, null);
    }

    /** Refuses what cannot be compared, or changes what a campaign of so many steps does not have. */
    public void check(int steps) {
        if (variants.stream().map(Variant::name).distinct().count() < variants.size()
                || variant(ExperimentExposed.HOLDOUT) != null) {
            throw invalid("Variants need names of their own, and none is called " + ExperimentExposed.HOLDOUT);
        }
        if (variants.stream().allMatch(each -> each.weight() == 0)) {
            throw invalid("At least one variant needs a weight");
        }
        if (variants.stream().anyMatch(each -> each.step() != null && each.step() >= steps)) {
            throw invalid("A variant changes a step that does not exist");
        }
        if (variants.stream().map(Variant::delay).filter(Objects::nonNull).anyMatch(Duration::isNegative)) {
            throw invalid("A variant cannot come earlier than its step; let the step come earlier");
        }
        if (from() >= to()) {
            throw invalid("The share of the namespace is empty");
        }
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.unprocessable("invalid-experiment", detail);
    }

    /** The variant of that name, null when there is none. */
    public @Nullable Variant variant(@Nullable String name) {
        return variants.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** All shares, that of the holdout among them. */
    public Map<String, Integer> weights() {
        var weights = new TreeMap<String, Integer>();
        variants.forEach(each -> weights.put(each.name(), each.weight()));
        if (holdout != null && holdout > 0) {
            weights.put(ExperimentExposed.HOLDOUT, holdout);
        }
        return weights;
    }

    int from() {
        return Objects.requireNonNullElse(shareFrom, 0);
    }

    int to() {
        return Objects.requireNonNullElse(shareTo, PARTS);
    }

    boolean followsWinner() {
        return Boolean.TRUE.equals(followWinner);
    }

    boolean adapts() {
        return Boolean.TRUE.equals(adaptive);
    }
}
