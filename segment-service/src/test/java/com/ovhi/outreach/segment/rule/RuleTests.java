package com.ovhi.outreach.segment.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules mean, and what they know of themselves. */
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
            {"===": [{"var": "language"}, "es"]}                                       | true  | false
            {"!==": [{"var": "language"}, "es"]}                                       | false | true
            {">=": [{"var": "no_shows_within.90"}, 1]}                                 | true  | false
            {"==": [{"var": "no_shows_within.365"}, 2]}                                | true  | false
            {"<": [{"var": "bucket.spring"}, 50]}                                      | true  | false
            {"in": ["vip", {"var": "tags"}]}                                           | true  | false
            {"in": ["VIP", {"var": "tags"}]}                                           | false | false
            {"!": {"in": [12, {"var": "segments"}]}}                                   | false | true
            {"!!": {"var": "tags"}}                                                    | true  | false
            {"!": {"<": [{"var": "age"}, 65]}}                                         | true  | true
            {"==": [{"max": [{"var": "visit_count"}, {"var": "no_show_count"}]}, 4]}   | true  | false
            {"==": [{"min": [{"var": "age"}, 1]}, 1]}                                  | true  | false
            {"<": [{"max": ["2026-03-05", {"var": "next_visit"}]}, "2026-03-08"]}      | true  | false
            {"missing_some": [2, ["age", "state", "today"]]}                           | false | true
            {"missing_some": [1, ["age", "today"]]}                                    | false | false
            {"?:": [{"var": "lab_ready"}, true, false]}                                | true  | false
            {"==": [{"if": [{"var": "lab_ready"}, "es"]}, {"var": "language"}]}        | true  | true
            {"<": [{"-": [{"var": "next_visit"}, 5]}, {"var": "today"}]}               | false | false
            {">=": [{"/": [{"var": "no_show_count"}, {"var": "visit_count"}]}, 0.5]}   | true  | false
            {">": [{"/": [{"var": "no_show_count"}, {"var": "visit_count"}]}, 0.5]}    | false | false
            {"==": [{"/": [1, 2]}, 0.5]}                                               | true  | true
            {"==": [{"/": [{"var": "age"}, 0]}, null]}                                 | true  | true
            {"!": {"<": [{"/": [{"var": "age"}, {"var": "no_show_count"}]}, 1]}}       | true  | true
            {"==": [{"*": [{"var": "no_show_count"}, 3, 2]}, 12]}                      | true  | false
            {"<": [{"*": [0.1, 3]}, 0.31]}                                             | true  | true
            {"==": [{"+": [0.1, 0.2]}, 0.3]}                                           | false | false
            {"==": [{"*": [{"var": "visit_count"}, 1.0]}, {"var": "visit_count"}]}     | true  | true
            {"==": [{"%": [{"var": "age"}, 10]}, 7]}                                   | true  | false
            {"==": [{"%": [-7, 3]}, -1]}                                               | true  | true
            {"==": [{"%": [7, {"var": "cancelled_count"}]}, null]}                     | true  | true
            {"==": [{"*": [0, -1.5]}, 0]}                                              | true  | true
            {"<": [{"var": "age"}, 67.5]}                                              | true  | false
            {"in": [{"/": [{"var": "visit_count"}, 8]}, [0.5, 1]]}                     | true  | false
            {"!!": {"/": [{"var": "no_show_count"}, 3]}}                               | true  | false
            {"some": [{"var": "tags"}, {"==": [{"var": ""}, "vip"]}]}                  | true  | false
            {"some": [{"var": "tags"}, true]}                                          | true  | false
            {"all": [{"var": "tags"}, {"in": [{"var": ""}, ["vip", "new"]]}]}          | true  | false
            {"all": [{"var": "tags"}, {"!=": [{"var": ""}, "vip"]}]}                   | false | false
            {"none": [{"var": "tags"}, {"==": [{"var": ""}, "vip"]}]}                  | false | true
            {"none": [{"var": "segments"}, {">": [{"var": ""}, 12]}]}                  | true  | true
            true                                                                       | true  | true
            """)
    void judgesAKnownAndAnUnknownPatient(String json, boolean known, boolean unknown) {
        var rule = Rule.stored(json);

        assertThat(rule.matches(Patients.known())).as("known").isEqualTo(known);
        assertThat(rule.matches(Patients.unknown())).as("unknown").isEqualTo(unknown);
    }

    @Test
    void asksCallersForVariablesOfTheirOwn() {
        var vocabulary = Vocabulary.patients().and(Variable.truth("confirmed", "the patient confirmed"));
        var rule = Rule.stored("{\"and\": [{\"var\": \"confirmed\"}, {\">\": [{\"var\": \"age\"}, 60]}]}", vocabulary);

        assertThat(rule.matches(Patients.known().and(Map.of("confirmed", true))))
                .isTrue();
        assertThat(rule.matches(Patients.known().and(Map.of("confirmed", false))))
                .isFalse();
        assertThat(rule.matches(Patients.known().and(Map.of()))).isFalse();
        assertThat(rule.families()).containsExactlyInAnyOrder(Family.OWN, Family.PERSON);
        assertThat(RuleRefusalTests.refused("{\"var\": \"confirmed\"}").reason())
                .contains("not an attribute");
    }

    @Test
    void knowsWhatItAsksFor() {
        var rule = Rule.stored("""
                {"or": [{"in": [12, {"var": "segments"}]}, {"!": {"in": [7, {"var": "segments"}]}},
                        {">": [{"var": "no_shows_within.30"}, 0]}, {"missing": ["next_visit"]}]}""");

        assertThat(rule.segments()).containsExactlyInAnyOrder(7L, 12L);
        assertThat(rule.segmentReferences())
                .extracting(Rule.SegmentReference::path)
                .containsExactly("/or/0/in/0", "/or/1/!/in/0");
        assertThat(rule.families()).containsExactlyInAnyOrder(Family.SEGMENTS, Family.VISITS);
    }

    @Test
    void saysInWordsWhichClauseFails() {
        var rule = Rule.stored("""
                {"and": [{"==": [{"var": "language"}, "es"]}, {">=": [{"var": "no_shows_within.90"}, 2]},
                         {"!": {"var": "lab_ready"}}, {"or": [{"in": ["new", {"var": "tags"}]},
                             {"<": [{"var": "age"}, 18]}]}]}""");

        var explanation = rule.explain(Patients.known());

        assertThat(explanation.holds()).isFalse();
        assertThat(explanation.parts()).extracting(Explanation::holds).containsExactly(true, false, false, false);
        assertThat(explanation.failures())
                .containsExactly(
                        "missed visits in the last 90 days at least 2 (missed visits in the last 90 days: 1)",
                        "not: a result became ready in the last 30 days (a result became ready in the last 30 days: yes)",
                        "the tags include new (the tags: vip)",
                        "the age in years less than 18 (the age in years: 67)");
        assertThat(explanation).hasToString("Explanation[holds=false]");
    }

    @Test
    void bindsEveryValueAndWritesNoneIntoTheStatement() {
        var rule = Rule.stored("""
                {"and": [{"in": [{"var": "state"}, ["x' OR '1'='1", "`; DROP TABLE patients; --"]]},
                         {"==": [{"var": ["language", "\\" OR 1"]}, "y"]},
                         {"some": [{"var": "tags"}, {"==": [{"var": ""}, "') OR TRUE --"]}]}]}""");

        var sql = rule.sql(new Named(), Patients.TODAY);

        assertThat(sql.text()).doesNotContain("OR '1'", "DROP", "OR 1", "'y'", "OR TRUE");
        assertThat(sql.parameters()).contains("x' OR '1'='1", "`; DROP TABLE patients; --", "\" OR 1", "y");
        assertThat(sql.text().chars().filter(each -> each == '?').count())
                .isEqualTo(sql.parameters().size());
    }

    /** Columns that are called what the variables are. */
    private record Named() implements Columns {
        @Override
        public Sql value(Variable variable, String argument) {
            return Sql.of(variable.name());
        }

        @Override
        public Sql any(Variable list) {
            return Sql.of(list.name());
        }

        @Override
        public Sql contains(Variable list, Object element) {
            return Sql.of("?", element);
        }

        @Override
        public Sql some(Variable list, Sql condition) {
            return condition;
        }

        @Override
        public Columns elements(Variable list) {
            return this;
        }
    }
}
