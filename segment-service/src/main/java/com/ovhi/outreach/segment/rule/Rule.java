package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.segment.rule.Term.Attribute;
import com.ovhi.outreach.segment.rule.Term.Contains;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A condition on a patient. Every rule there is has been checked, and judging never fails. Thread-safe. */
public final class Rule {

    /** How many operations may stand in each other. */
    public static final int MAX_DEPTH = 20;

    /** How many operations and values a rule may have. */
    public static final int MAX_NODES = 200;

    /** How many characters a text may have. */
    public static final int MAX_TEXT = 200;

    /** How far from zero a number may be. */
    public static final long MAX_NUMBER = 1_000_000;

    private final Term condition;

    private Rule(Term condition) {
        this.condition = condition;
    }

    /**
     * Reads and checks a rule about patients.
     *
     * @throws InvalidRule naming the place and what is wrong there
     */
    public static Rule of(JsonNode json) {
        return of(json, Vocabulary.patients());
    }

    /**
     * Reads and checks a rule.
     *
     * @throws InvalidRule naming the place and what is wrong there
     */
    public static Rule of(JsonNode json, Vocabulary vocabulary) {
        return new Rule(new RuleParser(vocabulary).parse(json));
    }

    /** Reads a rule about patients that was checked before it was stored. */
    public static Rule stored(String json) {
        return stored(json, Vocabulary.patients());
    }

    /** Reads a rule that was checked before it was stored. */
    public static Rule stored(String json, Vocabulary vocabulary) {
        return of(ContractJson.mapper().readTree(json), vocabulary);
    }

    /** Whether the patient is meant. */
    public boolean matches(Facts facts) {
        return condition.holds(facts);
    }

    /** Whether the patient is meant, and why, clause by clause. */
    public Explanation explain(Facts facts) {
        return new Explainer(facts).explain(condition);
    }

    /** The same condition for a statement, on a day; NULL counts as false. */
    public Sql sql(Columns columns, LocalDate today) {
        return new SqlRule(columns, today).condition(condition);
    }

    /** What it asks for: who it means can change only when something of these families does. */
    public Set<Family> families() {
        var families = EnumSet.noneOf(Family.class);
        attributes().forEach(each -> families.add(each.variable().family()));
        return families;
    }

    /** The segments it asks for, each with where it does. */
    public List<SegmentReference> segmentReferences() {
        return condition
                .all()
                .filter(each -> each instanceof Contains contains
                        && contains.list().variable().family() == Family.SEGMENTS)
                .map(each -> ((Contains) each).reference())
                .toList();
    }

    /** The segments it asks for. */
    public Set<Long> segments() {
        return segmentReferences().stream().map(SegmentReference::segmentId).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it asks for the patient's segments as a whole, the one it is the rule of among them. */
    public boolean asksForAllSegments() {
        var asked = attributes()
                .filter(each -> each.variable().family() == Family.SEGMENTS)
                .count();
        return asked > segmentReferences().size();
    }

    private Stream<Attribute> attributes() {
        return condition.all().filter(Attribute.class::isInstance).map(Attribute.class::cast);
    }

    /**
     * A segment that a rule asks for.
     *
     * @param path where, as a JSON pointer into the rule
     */
    public record SegmentReference(long segmentId, String path) {}
}
