package com.ovhi.outreach.segment.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovhi.outreach.common.contract.ContractJson;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not a rule, and where that is said to be. */
class RuleRefusalTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1                                            | ``               | must be a condition
            null                                         | ``               | must be a condition
            []                                           | ``               | a list may only be
            {}                                           | ``               | exactly one operator
            {"==": [1, 1], "!=": [1, 2]}                 | ``               | exactly one operator
            {"var": "age"}                               | ``               | must be a condition
            {"log": "x"}                                 | ``               | is not an operator
            {"map": [{"var": "tags"}, {"var": ""}]}      | ``               | is not an operator
            {"and": [true, {"filter": []}]}              | /and/1           | is not an operator
            {"and": []}                                  | /and             | takes between 1 and 100
            {"and": [true, {"var": "age"}]}              | /and/1           | must be a condition
            {"or": ["x"]}                                | /or/0            | must be a condition
            {"==": [{"var": "age"}]}                     | /==              | takes exactly 2
            {"==": [{"var": "age"}, "67"]}               | /==/1            | must be a whole number, not a text
            {"==": [{"var": "last_visit"}, "yesterday"]} | /==/1            | YYYY-MM-DD
            {"==": [{"var": "last_visit"}, "2026-02-30"]} | /==/1           | YYYY-MM-DD
            {"==": [{"var": "last_visit"}, "+9999-01-01"]} | /==/1          | YYYY-MM-DD
            {"==": [{"var": "last_visit"}, "9999-01-01"]} | /==/1           | between 1900 and 2200
            {"==": [{"var": "last_visit"}, 5]}           | /==/1            | must be a date
            {"==": [{"var": "tags"}, {"var": "tags"}]}   | /==              | cannot compare lists
            {"<": [{"var": "language"}, "es"]}           | /</0             | a number or a date
            {"<": [{"var": "age"}, null]}                | /</1             | a number or a date
            {">": [1, {"var": "age"}, 3]}                | />               | takes exactly 2
            {"in": [{"var": "age"}, [66.5]]}             | /in/1/0          | whole number, not a number
            {"in": [1.5, {"var": "segments"}]}           | /in/0            | whole number
            {"<": [1e999, {"var": "age"}]}               | /</0             | must be a number between
            {"<": [99999999999999999999, {"var": "age"}]} | /</0            | must be a number between
            {"<": [-9223372036854775808, {"var": "age"}]} | /</0            | must be a number between
            {"var": "given_name"}                        | /var             | is not an attribute
            {"var": ["given_name"]}                      | /var/0           | is not an attribute
            {"var": ""}                                  | /var             | is not an attribute
            {"var": "AGE"}                               | /var             | is not an attribute
            {"var": "age; DROP TABLE patients"}          | /var             | is not an attribute
            {"var": "age.30"}                            | /var             | takes nothing behind a dot
            {"!!": {"var": "no_shows_within"}}           | /!!/var          | a number of days from 1 to 730
            {"!!": {"var": "no_shows_within.0"}}         | /!!/var          | a number of days from 1 to 730
            {"!!": {"var": "no_shows_within.731"}}       | /!!/var          | a number of days from 1 to 730
            {"!!": {"var": "no_shows_within.1 OR 1"}}    | /!!/var          | a number of days from 1 to 730
            {"!!": {"var": "bucket.') OR 1=1 --"}}       | /!!/var          | small letters, digits and dashes
            {"var": {"var": "age"}}                      | /var             | must be a value
            {"!": {"var": ["age", "old"]}}               | /!/var/1         | whole number
            {"!": {"var": ["tags", "x"]}}                | /!/var/1         | never unknown
            {"in": ["e", {"var": "language"}]}           | /in/1            | list of values
            {"in": [{"var": "language"}, []]}            | /in/1            | list of values
            {"in": [{"var": "language"}, ["es", 1]]}     | /in/1/1          | must be a text
            {"in": [{"var": "language"}, ["es", null]]}  | /in/1/1          | not null
            {"in": [{"var": "language"}, [{"var": "state"}]]} | /in/1/0     | must be a value
            {"in": [{"var": "language"}, {"var": "tags"}]} | /in/0          | must be a fixed value
            {"in": [5, {"var": "tags"}]}                 | /in/0            | must be a text
            {"in": ["x", {"var": "segments"}]}           | /in/0            | must be a whole number
            {"in": [null, {"var": "segments"}]}          | /in/0            | not null
            {"==": [{"var": "age_band"}, "65-74"]}       | /==/1            | must be one of 0-17
            {"in": [{"var": "age_band"}, ["65+", "old"]]} | /in/1/1         | must be one of 0-17
            {"==": [{"var": "state"}, "Utah "]}          | /==/1            | begin or end with a space
            {"==": [{"var": "state"}, "\\u0000"]}      | /==/1            | can be read
            {"==": [{"var": "state"}, "\\ud800"]}      | /==/1            | can be read
            {"==": [{"+": [{"var": "language"}, 1]}, 1]} | /==/0/+/0        | a number or a date
            {"==": [{"+": [1, {"var": "today"}]}, 1]}    | /==/0/+/1        | must be a number, not a date
            {"==": [{"*": [{"var": "language"}, 1]}, 1]} | /==/0/*/0        | must be a number, not a text
            {"==": [{"*": [2]}, 2]}                      | /==/0/*          | takes between 2 and 100
            {"==": [{"*": [{"var": "age"}, {"var": "visit_count"}]}, 1]} | /==/0/* | too large
            {"==": [{"*": [{"var": "provider_id"}, 2]}, 1]} | /==/0/*       | too large
            {"==": [{"*": [{"*": [{"var": "age"}, 1000000]}, 1000000]}, 1]} | /==/0/* | too large
            {"==": [{"/": [{"var": "age"}, 0.5]}, 1]}    | /==/0/~1/1       | whole number, not a number
            {"==": [{"%": [1.5, 1]}, 1]}                 | /==/0/%/0        | whole number, not a number
            {"==": [{"-": [{"var": "today"}, 1.5]}, null]} | /==/0/-/1      | must be a date
            {"some": [{"var": "language"}, true]}        | /some/0          | a list of the patient's
            {"some": [["vip"], true]}                    | /some/0          | a list may only be
            {"all": [{"var": "tags"}, {"var": "lab_ready"}]} | /all/1/var   | is not an attribute
            {"all": [{"var": "tags"}, {"==": [{"var": ""}, 5]}]} | /all/1/==/1 | must be a text
            {"none": [{"var": "tags"}, {"var": ""}]}     | /none/1          | must be a condition
            {"and": [{"some": [{"var": "tags"}, true]}, {"==": [{"var": ""}, "x"]}]} | /and/1/==/0/var | is not an attribute
            {"==": [{"+": [{"var": "today"}, {"var": "age"}]}, null]} | /==/0/+/1 | fixed number of days
            {"==": [{"+": [{"var": "today"}, 18000, 300]}, null]} | /==/0/+ | at most 18262 days
            {"==": [{"-": [1, {"var": "today"}]}, 1]}    | /==/0/-/0        | must be a date
            {"==": [{"-": ["a", "b"]}, 1]}               | /==/0/-          | subtracts
            {"if": [{"var": "age"}, true]}               | /if/0            | must be a condition
            {"if": [true, 1, "x"]}                       | /if/2            | whole number
            {"missing": ["age", "name"]}                 | /missing/1       | is not an attribute
            {"missing_some": [3, ["age", "state"]]}      | /missing_some/0  | that of the attributes
            {"missing_some": [1, "age"]}                 | /missing_some/1  | list of attributes
            {"and": [[true]]}                            | /and/0           | a list may only be
            """)
    void refusesWhatIsNotARuleAndSaysWhere(String json, String path, String reason) {
        var refusal = refused(json);

        assertThat(refusal.path()).isEqualTo(path);
        assertThat(refusal.reason()).contains(reason);
    }

    @Test
    void refusesTooDeepARuleAndNotOneJustDeepEnough() {
        assertThat(Rule.stored(nested(20)).matches(Patients.known())).isTrue();

        assertThat(refused(nested(21)).reason()).contains("more than 20 levels");
        assertThat(refused(nested(400)).reason()).contains("more than 20 levels");
    }

    @Test
    void refusesTooLargeARule() {
        var many = "[" + String.join(",", Collections.nCopies(97, "\"es\"")) + "]";
        var half = "{\"in\": [{\"var\": \"language\"}, " + many + "]}";

        assertThat(Rule.stored(half).matches(Patients.known())).isTrue();
        assertThat(refused("{\"and\": [" + half + "," + half + ", true, true, true]}")
                        .reason())
                .contains("at most 200 parts");
        assertThat(refused("{\"in\": [1, [" + "1,".repeat(100_000) + "1]]}").path())
                .isEqualTo("/in/1/198");
    }

    @Test
    void neverRepeatsWhatWasWritten() {
        var refusal = refused("{\"==\": [{\"var\": \"language\"}, {\"secret\": 1}]}");

        assertThat(refusal).hasMessageNotContaining("secret");
    }

    private static String nested(int depth) {
        return "{\"!!\": ".repeat(depth) + "true" + "}".repeat(depth);
    }

    static InvalidRule refused(String json) {
        var tree = ContractJson.mapper().readTree(json);
        var refusal = catchThrowableOfType(InvalidRule.class, () -> Rule.of(tree));
        assertThat(refusal).as(json).isNotNull();
        return refusal;
    }
}
