package com.ovhi.outreach.optimizer.evaluation;

import java.util.List;

/**
 * A decision that was taken by chance and what came of it.
 *
 * @param option which of the options it was, an index of the lists
 * @param propensity how likely it was taken, in (0, 1]
 * @param policy how likely the policy under judgement would take each option
 * @param model what a model expects of each option
 */
public record Decided(int option, double propensity, boolean answered, List<Double> policy, List<Double> model) {

    /** Copies and checks. */
    public Decided {
        policy = List.copyOf(policy);
        model = List.copyOf(model);
        if (!(propensity > 0 && propensity <= 1)
                || option < 0
                || option >= policy.size()
                || policy.size() != model.size()) {
            throw new IllegalArgumentException("No such decision");
        }
    }
}
