package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.web.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CourseTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "offset": "PT1H", "days": 1                                  | unsupported-offset
            "offset": "-PT1H"                                            | unsupported-offset
            "days": -1, "from": "previous"                               | unsupported-offset
            "days": 1, "from": "next_visit"                              | unsupported-offset
            "offset": "P367D"                                            | unsupported-offset
            "next": 9                                                    | invalid-branch
            "await_reply": {"timeout": "PT1H", "on_reply": 9}            | invalid-branch
            "await_reply": {"timeout": "PT0S"}                           | invalid-timeout
            "condition": {"==": [{"var": "shoe_size"}, 3]}               | invalid-rule
            "condition": {"var": "age"}                                  | invalid-rule
            """)
    void refusesWhatCannotBe(String step, String problem) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Steps.course(step, "").check())
                .satisfies(each -> assertThat(each.slug()).isEqualTo(problem));
    }

    @Test
    void oneStepOnlyLeadsForwards() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Steps.course("", "\"next\": 1").check())
                .satisfies(each -> assertThat(each.slug()).isEqualTo("invalid-branch"));
    }

    @Test
    void findsStepsNobodyComesTo() {
        assertThat(Steps.course("\"next\": 2", "", "").unreachable()).containsExactly(1);
        assertThat(Steps.course("\"await_reply\": {\"timeout\": \"P1D\", \"on_reply\": 3, \"on_timeout\": 2}", "", "")
                        .unreachable())
                .containsExactly(1);
        assertThat(Steps.course(
                                "\"await_reply\": {\"timeout\": \"P1D\", \"on_reply\": 1, \"on_timeout\": 2}",
                                "\"next\": 3",
                                "")
                        .unreachable())
                .isEmpty();
        assertThat(Steps.course(
                                "\"await_reply\": {\"timeout\": \"P1D\", \"on_reply\": 2, \"on_timeout\": 2},"
                                        + " \"condition\": {\"var\": \"lab_ready\"}",
                                "",
                                "")
                        .unreachable())
                .as("whom the condition leaves out go the usual way")
                .isEmpty();
    }

    @Test
    void readsVersionsFromBeforeThereWereTerms() {
        var old = ContractJson.read(
                "{\"steps\":[{\"purpose\":\"no_show\",\"channel\":\"sms\",\"offset\":\"PT0S\"}]}", Course.class);

        assertThat(old.terms()).isEqualTo(Terms.NONE);
        assertThat(old.terms().endsOn(Goal.LEFT_SEGMENT)).isTrue();
        assertThat(old.terms().endsOn(Goal.BOOKED)).isFalse();
        assertThat(ContractJson.read(ContractJson.writeText(old), Course.class)).isEqualTo(old);
    }

    @Test
    void conditionsMayAskWhatThePatientDid() {
        Steps.course("\"condition\": {\"and\": [{\"!\": {\"var\": \"replied\"}}, {\"or\": [{\"var\": [\"clicked\"]},"
                        + " {\"var\": \"confirmed\"}]}]}")
                .check();

        assertThat(Map.copyOf(Conditions.NOTHING)).containsEntry("replied", false);
    }
}
