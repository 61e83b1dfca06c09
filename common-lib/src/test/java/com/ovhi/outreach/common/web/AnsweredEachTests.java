package com.ovhi.outreach.common.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.Questions;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many questions in one call. */
class AnsweredEachTests {

    @Test
    void answersEachInItsPlaceAndLetsNoRefusalSpoilAnother() {
        var answers = AnsweredEach.of(new Questions<>(List.of("a", "bad", "b")), AnsweredEachTests::answer);

        assertThat(ContractJson.writeText(answers))
                .isEqualTo("{\"answers\":[{\"answer\":\"A\"},"
                        + "{\"problem\":{\"status\":422,\"slug\":\"bad-word\",\"variables\":[\"x\",\"y\"]}},"
                        + "{\"answer\":\"B\"}]}");
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatIsNoListOfQuestions(@Nullable Questions<String> questions) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> AnsweredEach.of(questions, AnsweredEachTests::answer))
                .satisfies(problem -> assertThat(problem.slug()).isEqualTo("invalid-request"));
    }

    static Stream<@Nullable Questions<String>> refusesWhatIsNoListOfQuestions() {
        return Stream.of(
                null,
                new Questions<>(List.of()),
                new Questions<>(Arrays.asList("a", null)),
                new Questions<>(Collections.nCopies(Questions.MOST + 1, "a")));
    }

    @Test
    void aFaultOfOursIsNoAnswerAboutOneQuestion() {
        assertThatIllegalStateException()
                .isThrownBy(() -> AnsweredEach.of(new Questions<>(List.of("a")), _ -> {
                    throw new IllegalStateException("broken");
                }));
    }

    private static String answer(String question) {
        if (question.equals("bad")) {
            throw ProblemException.unprocessable("bad-word", "A bad word").with("variables", List.of("x", "y"));
        }
        return question.toUpperCase(java.util.Locale.ROOT);
    }
}
