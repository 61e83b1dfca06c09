package com.ovhi.outreach.common.contract.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answer of a call that asks many questions: one for each of them, in their order. */
public record Answers<A>(List<Answer<A>> answers) {

    /** What one question came to: exactly one of the two is null. */
    public record Answer<A>(@Nullable A answer, @Nullable Objection problem) {

        /** It is answered. */
        public static <A> Answer<A> of(A answer) {
            return new Answer<>(answer, null);
        }

        /** It is refused. */
        public static <A> Answer<A> refused(int status, String slug, List<String> variables) {
            return new Answer<>(null, new Objection(status, slug, variables));
        }
    }

    /** Why a question is not answered: status and problem type of a call of its own, and the variables that it names. */
    public record Objection(int status, String slug, List<String> variables) {}
}
