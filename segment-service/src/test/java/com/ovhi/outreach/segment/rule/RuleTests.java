package com.ovhi.outreach.segment.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovhi.outreach.common.contract.ContractJson;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"==": [{"var": "language"}, "es"]}                                        | true  | false
            {"==": [{"var": ["language"]}, "en"]}                                      | false | false
            {"!=": [{"var": "language"}, "en"]}                                        | true  | true
            {"==": [{"var": "next_visit"}, null]}                                      | false | true
            {"!=": [null, {"var": "next_visit"}]}                                      | true  | false
            {"==": [{"var": "next_visit"}, "2026-03-07"]}                              | true  | false
            {"==": [{"var": "lab_ready"}, true]}                                       | true  | false
            {"==": [{"var": "organization_id"}, 16]}                                   | true  | true
            {">": [{"var": "age"}, 67]}                                                | false | false
            {">=": [{"var": "age"}, 67]}                                               | true  | false
            {"<": [{"var": "age"}, 67]}                                                | false | false
            {"<=": [{"var": "age"}, 67]}                                               | true  | false
            {"<=": [18, {"var": "age"}, 67]}                                           | true  | false
            {"<": [18, {"var": "age"}, 67]}                                            | false | false
            {"<": [{"var": "no_show_count"}, 3]}                                       | true  | true
            {">=": [{"var": ["age", 70]}, 68]}                                         | false | true
            {"==": [{"var": "age_band"}, "65+"]}                                       | true  | false
            {"<": [{"var": "last_visit"}, "2026-01-16"]}                               | true  | false
            {"<": [{"var": "last_visit"}, {"-": [{"var": "today"}, 30]}]}              | true  | false
            {"<": [{"var": "last_visit"}, {"-": [{"var": "today"}, 60]}]}              | false | false
            {">": [{"-": [{"var": "today"}, {"var": "last_visit"}]}, 45]}              | true  | false
            {"==": [{"-": [{"var": "today"}, {"var": "last_visit"}]}, 46]}             | true  | false
            {"==": [{"-": [{"var": "today"}, "2026-03-01"]}, 1]}                       | true  | true
            {"<=": [{"var": "today"}, {"var": "refill_due"}, {"+": [{"var": "today"}, 7]}]} | true | false
            {"==": [{"+": [{"var": "visit_count"}, {"var": "no_show_count"}, 1]}, 7]}  | true  | false
            {"==": [{"-": 3}, -3]}                                                     | true  | true
            {"==": [{"-": [{"var": "visit_count"}, {"var": "no_show_count"}]}, 2]}     | true  | false
            {"in": [{"var": "language"}, ["es", "pt"]]}                                | true  | false
            {"in": [{"var": "state"}, ["Hawaii"]]}                                     | false | false
            {"in": [{"var": "next_visit"}, ["2026-03-07"]]}                            | true  | false
            {"in": [{"var": "age"}, [66, 67]]}                                         | true  | false
            {"!!": {"var": "next_visit"}}                                              | true  | false
            {"!!": [{"var": "no_show_count"}]}                                         | true  | false
            {"!": {"var": "next_visit"}}                                               | false | true
            {"!": {"missing": ["age", "next_visit"]}}                                  | true  | false
            {"missing": "age"}                                                         | false | true
            {"missing": ["age", "today"]}                                              | false | true
            {"var": "marketing_opt_in"}                                                | true  | false
            {"var": "marketing_sms"}                                                   | true  | false
            {"var": "marketing_email"}                                                 | false | false
            {"and": [{"var": "marketing_sms"}, {">": [{"var": "age"}, 64]}]}           | true  | false
            {"and": [{"var": "marketing_email"}, {">": [{"var": "age"}, 64]}]}         | false | false
            {"or": [{"var": "marketing_email"}, {"==": [{"var": "age"}, null]}]}       | false | true
            {"if": [{"var": "lab_ready"}, {">": [{"var": "age"}, 60]}, true]}          | true  | true
            {"if": [{"var": "lab_ready"}, false]}                                      | false | false
            {"==": [{"if": [{"missing": "age"}, "none", {"var": "lab_ready"}, "lab", "other"]}, "lab"]} | true | false
            {"<": [{"if": [{"var": "lab_ready"}, {"var": "last_visit"}, "2026-12-31"]}, {"var": "today"}]} | true | false
            true                                                                       | true  | true
            """)
    void judgesAKnownAndAnUnknownPatient(String json, boolean known, boolean unknown) {
        var rule = Rule.stored(json);

        assertThat(rule.matches(Patients.known())).as("known").isEqualTo(known);
        assertThat(rule.matches(Patients.unknown())).as("unknown").isEqualTo(unknown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1                                            | $                | must be a condition
            null                                         | $                | must be a condition
            []                                           | $                | a list may only be
            {}                                           | $                | exactly one operator
            {"==": [1, 1], "!=": [1, 2]}                 | $                | exactly one operator
            {"var": "age"}                               | $                | must be a condition
            {"log": "x"}                                 | $                | is not an operator
            {"and": [true, {"filter": []}]}              | $.and[1]         | is not an operator
            {"and": []}                                  | $.and            | takes between 1 and 50
            {"and": [true, {"var": "age"}]}              | $.and[1]         | must be a condition
            {"or": ["x"]}                                | $.or[0]          | must be a condition
            {"==": [{"var": "age"}]}                     | $.==             | takes exactly 2
            {"==": [{"var": "age"}, "67"]}               | $.==[1]          | must be a whole number, not a text
            {"==": [{"var": "last_visit"}, "yesterday"]} | $.==[1]          | YYYY-MM-DD
            {"==": [{"var": "last_visit"}, "2026-02-30"]} | $.==[1]         | YYYY-MM-DD
            {"==": [{"var": "last_visit"}, "+9999-01-01"]} | $.==[1]        | YYYY-MM-DD
            {"==": [{"var": "last_visit"}, "9999-01-01"]} | $.==[1]         | between 1900 and 2200
            {"==": [{"var": "last_visit"}, 5]}           | $.==[1]          | must be a date
            {"==": [{"missing": "age"}, {"missing": "age"}]} | $.==         | cannot compare lists
            {"<": [{"var": "language"}, "es"]}           | $.<[0]           | whole number or a date
            {"<": [{"var": "age"}, null]}                | $.<[1]           | whole number or a date
            {">": [1, {"var": "age"}, 3]}                | $.>              | takes exactly 2
            {"<": [1.5, {"var": "age"}]}                 | $.<[0]           | whole number
            {"<": [99999999999999999999, {"var": "age"}]} | $.<[0]          | whole number
            {"var": "given_name"}                        | $.var[0]         | is not an attribute
            {"var": ""}                                  | $.var[0]         | is not an attribute
            {"var": "AGE"}                               | $.var[0]         | is not an attribute
            {"var": {"var": "age"}}                      | $.var[0]         | must be a value
            {"!": {"var": ["age", "old"]}}               | $.![0].var[1]    | whole number
            {"in": ["e", {"var": "language"}]}           | $.in[1]          | list of values
            {"in": [{"var": "language"}, []]}            | $.in[1]          | list of values
            {"in": [{"var": "language"}, ["es", 1]]}     | $.in[1][1]       | must be a text
            {"in": [{"var": "language"}, ["es", null]]}  | $.in[1][1]       | not null
            {"in": [{"var": "language"}, [{"var": "state"}]]} | $.in[1][0]  | must be a value
            {"==": [{"+": [{"var": "language"}, 1]}, 1]} | $.==[0].+[0]     | whole number or a date
            {"==": [{"+": [1, {"var": "today"}]}, 1]}    | $.==[0].+[1]     | whole number
            {"==": [{"-": [1, {"var": "today"}]}, 1]}    | $.==[0].-[0]     | must be a date
            {"==": [{"-": ["a", "b"]}, 1]}               | $.==[0].-        | subtracts
            {"if": [{"var": "age"}, true]}               | $.if[0]          | must be a condition
            {"if": [true, 1, "x"]}                       | $.if[2]          | whole number
            {"missing": ["age", "name"]}                 | $.missing[1]     | is not an attribute
            {"and": [[true]]}                            | $.and[0]         | a list may only be
            """)
    void refusesWhatIsNotARuleAndSaysWhere(String json, String path, String reason) {
        var refusal = refused(json);

        assertThat(refusal.path()).isEqualTo(path);
        assertThat(refusal.reason()).contains(reason);
    }

    @Test
    void refusesTooDeepARuleAndNotOneJustDeepEnough() {
        assertThat(Rule.stored(nested(8)).matches(Patients.known())).isTrue();

        assertThat(refused(nested(9)).reason()).contains("more than 8 levels");
        assertThat(refused(nested(400)).reason()).contains("more than 8 levels");
    }

    @Test
    void refusesTooLargeARule() {
        var fifty = "[" + String.join(",", Collections.nCopies(50, "\"es\"")) + "]";
        var half = "{\"in\": [{\"var\": \"language\"}, " + fifty + "]}";

        assertThat(Rule.stored(half).matches(Patients.known())).isTrue();
        assertThat(refused("{\"and\": [" + half + "," + half + "]}").reason()).contains("at most 100 parts");
    }

    @Test
    void neverRepeatsWhatWasWritten() {
        var refusal = refused("{\"==\": [{\"var\": \"language\"}, {\"secret\": 1}]}");

        assertThat(refusal).hasMessageNotContaining("secret");
    }

    private static String nested(int depth) {
        return "{\"!!\": ".repeat(depth) + "true" + "}".repeat(depth);
    }

    private static InvalidRule refused(String json) {
        var tree = ContractJson.mapper().readTree(json);
        var refusal = catchThrowableOfType(InvalidRule.class, () -> Rule.of(tree));
        assertThat(refusal).as(json).isNotNull();
        return refusal;
    }
}
