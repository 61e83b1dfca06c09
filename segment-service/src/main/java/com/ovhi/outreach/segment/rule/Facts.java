package com.ovhi.outreach.segment.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one patient on one day. Implementations never show it in {@code toString()}. */
@FunctionalInterface
public interface Facts {

    /**
     * The value of a variable: a {@link Boolean}, {@link Long}, {@link String}, {@link java.time.LocalDate} or, for
     * lists, a {@link java.util.Set} of texts or numbers.
     *
     * @param argument what stands behind the name; empty for variables without a parameter
     * @return null when it is not known
     */
    @Nullable
    Object value(Variable variable, String argument);

    /** These facts and the caller's own, by the names of the caller's variables. */
    default Facts and(Map<String, ? extends Object> own) {
        return (variable, argument) ->
                variable.family() == Family.OWN ? own.get(variable.name()) : value(variable, argument);
    }
}
