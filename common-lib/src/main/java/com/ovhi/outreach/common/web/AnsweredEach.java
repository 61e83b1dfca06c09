package com.ovhi.outreach.common.web;

import com.ovhi.outreach.common.contract.api.Answers;
import com.ovhi.outreach.common.contract.api.Answers.Answer;
import com.ovhi.outreach.common.contract.api.Questions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers the questions of one call as if each had been asked by itself: what is refused of one spoils no other. */
public final class AnsweredEach {

    private AnsweredEach() {}

    /**
     * Answers them in their order.
     *
     * @throws ProblemException 400 {@code invalid-request} when there are none, or too many, or one is missing
     */
    public static <Q, A> Answers<A> of(@Nullable Questions<Q> questions, Function<Q, A> answering) {
        return new Answers<>(
                checked(questions).stream().map(each -> answer(each, answering)).toList());
    }

    /**
     * The questions of a call.
     *
     * @throws ProblemException 400 {@code invalid-request} when there are none, or too many, or one is missing
     */
    public static <Q> List<Q> checked(@Nullable Questions<Q> questions) {
        var asked = questions == null ? null : questions.requests();
        if (asked == null
                || asked.isEmpty()
                || asked.size() > Questions.MOST
                || asked.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.badRequest(
                    "invalid-request", "'requests' must be a list of 1 to " + Questions.MOST + " requests");
        }
        return asked;
    }

    private static <Q, A> Answer<A> answer(Q question, Function<Q, A> answering) {
        try {
            return Answer.of(answering.apply(question));
        } catch (ProblemException refusal) {
            return Answer.refused(refusal.getStatusCode().value(), refusal.slug(), variables(refusal));
        }
    }

    private static List<String> variables(ProblemException refusal) {
        var members = refusal.getBody().getProperties();
        return members != null && members.get("variables") instanceof Iterable<?> names ? texts(names) : List.of();
    }

    private static List<String> texts(Iterable<?> names) {
        var texts = new ArrayList<String>();
        names.forEach(each -> texts.add(String.valueOf(each)));
        return List.copyOf(texts);
    }
}
