package com.ovhi.outreach.segment.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.OvhiFeed;
import com.ovhi.outreach.segment.rule.Family;
import com.ovhi.outreach.segment.rule.InvalidRule;
import com.ovhi.outreach.segment.rule.Rule;
import com.ovhi.outreach.segment.rule.RuleMaker;
import com.ovhi.outreach.segment.rule.Type;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The database and the memory mean the same patients, whatever the rule. */
@ServiceTest(schema = "ovhi_segment")
class EvaluatorsAgreeTests {

    private static final long SEED = 20_260_302;
    private static final int PATIENTS = 300;
    private static final int RULES = 400;
    private static final long FIRST = 5_000_000;
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    private final Selections selections;
    private final Population population;
    private final JdbcTemplate jdbc;
    private final PatientRows rows;
    private final TransactionTemplate transactions;

    EvaluatorsAgreeTests(
            Selections selections,
            Population population,
            JdbcTemplate jdbc,
            PatientRows rows,
            TransactionTemplate transactions) {
        this.selections = selections;
        this.population = population;
        this.jdbc = jdbc;
        this.rows = rows;
        this.transactions = transactions;
    }

    /** 400 rules and 300 patients are 120,000 pairs; half of the rules look from another day. */
    @Test
    void onMoreThanAHundredThousandPairsOfRulesAndPatients() {
        var random = new Random(SEED);
        var organization = OvhiFeed.id();
        var ids = LongStream.range(FIRST, FIRST + PATIENTS).boxed().toList();
        var maker = new PatientMaker(random, jdbc, rows, TODAY);
        transactions.executeWithoutResult(status -> ids.forEach(each -> maker.write(each, organization)));
        var rules = new RuleMaker(random, TODAY, values(), List.copyOf(PatientMaker.TAGS), segments());
        var meant = 0L;
        var divided = 0;
        for (var i = 0; i < RULES; i++) {
            var json = valid(rules);
            var rule = Rule.stored(json);
            var today = i % 2 == 0 ? TODAY : TODAY.plusDays(random.nextInt(-40, 40));
            var people = population.people(organization, ids, rule.families(), today);
            var inMemory = new TreeSet<Long>();
            people.forEach((patient, facts) -> {
                if (rule.matches(facts)) {
                    inMemory.add(patient);
                }
            });
            assertThat(people).hasSize(PATIENTS);
            assertThat(new TreeSet<>(selections.page(organization, rule, today, 0, PATIENTS)))
                    .as("rule %d on %s: %s", i, today, json)
                    .isEqualTo(inMemory);
            assertThat(selections.count(organization, rule, today)).as(json).isEqualTo(inMemory.size());
            meant += inMemory.size();
            divided += inMemory.isEmpty() || inMemory.size() == PATIENTS ? 0 : 1;
        }
        // A test whose rules mean everybody or nobody would prove little.
        assertThat(divided).isGreaterThan(RULES / 3);
        assertThat(meant).isBetween(RULES * PATIENTS / 5L, RULES * PATIENTS * 4L / 5);
    }

    @Test
    void bothFindWhoIsInTheWrongPlace() {
        var random = new Random(SEED + 1);
        var organization = OvhiFeed.id();
        var ids = LongStream.range(FIRST + 1000, FIRST + 1000 + 60).boxed().toList();
        var maker = new PatientMaker(random, jdbc, rows, TODAY);
        transactions.executeWithoutResult(status -> ids.forEach(each -> maker.write(each, organization)));
        var rules = new RuleMaker(random, TODAY, values(), List.copyOf(PatientMaker.TAGS), segments());
        for (var segment : PatientMaker.SEGMENTS) {
            for (var i = 0; i < 40; i++) {
                var json = valid(rules);
                var rule = Rule.stored(json);
                var people = population.people(organization, ids, EnumSet.allOf(Family.class), TODAY);
                var members = Set.copyOf(jdbc.queryForList(
                        "SELECT patient_id FROM segment_members WHERE segment_id = ?", Long.class, segment));
                var missing = ids.stream()
                        .filter(each ->
                                !members.contains(each) && rule.matches(Objects.requireNonNull(people.get(each))))
                        .toList();
                var superfluous = members.stream()
                        .filter(each ->
                                !people.containsKey(each) || !rule.matches(Objects.requireNonNull(people.get(each))))
                        .sorted()
                        .toList();

                assertThat(selections.missing(segment, organization, rule, TODAY, 0, PATIENTS))
                        .as(json)
                        .isEqualTo(missing);
                assertThat(selections.superfluous(segment, organization, rule, TODAY, 0, PATIENTS * 2))
                        .as(json)
                        .isEqualTo(superfluous);
            }
        }
    }

    private static String valid(RuleMaker rules) {
        for (var tries = 0; tries < 100; tries++) {
            var json = rules.rule();
            try {
                Rule.stored(json);
                return json;
            } catch (InvalidRule e) {
                // Such as an age band there is none of; the next one will do.
                assertThat(e.path()).startsWith("/");
            }
        }
        throw new AssertionError("The maker of rules makes none that are valid");
    }

    private static Map<Type, List<Object>> values() {
        var texts = new ArrayList<Object>(PatientMaker.LANGUAGES);
        texts.addAll(PatientMaker.STATES);
        texts.addAll(PatientMaker.ZONES);
        texts.add("65+");
        texts.add("");
        return Map.of(
                Type.TEXT, List.copyOf(texts),
                Type.NUMBER, List.of(0, 1, 2, 3, 18, 50, 65, -4),
                Type.BOOLEAN, List.of(true, false));
    }

    private static List<Object> segments() {
        return List.copyOf(PatientMaker.SEGMENTS);
    }
}
