package com.ovhi.outreach.segment.rule;

import java.util.List;

/**
 * Why a rule means a patient or does not.
 *
 * @param words the clause in words, with what is known of the patient
 * @param holds whether it holds
 * @param parts the clauses it is made of; empty when it is a single one
 */
public record Explanation(String words, boolean holds, List<Explanation> parts) {

    public Explanation {
        parts = List.copyOf(parts);
    }

    /** The clauses that keep it from holding, in words; empty when it holds. */
    public List<String> failures() {
        if (holds) {
            return List.of();
        }
        var within = parts.stream().flatMap(each -> each.failures().stream()).toList();
        return within.isEmpty() ? List.of(words) : within;
    }

    /** Never the patient's data. */
    @Override
    public String toString() {
        return "Explanation[holds=" + holds + "]";
    }
}
