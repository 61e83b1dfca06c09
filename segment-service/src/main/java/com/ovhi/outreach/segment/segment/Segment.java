package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.rule.Rule;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A group of an organisation's patients, described by a rule. */
@Entity
@Table(name = "patient_segments")
class Segment {

    private static final Rule NOBODY = Rule.stored("false");

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Version
    private int version;

    private String name;

    @Column(columnDefinition = "text")
    private @Nullable String description;

    @Column(columnDefinition = "json")
    private String rules;

    /** Counts the changes of the rule alone. */
    @SuppressWarnings("UnusedVariable") // Dependencies reads it
    private int ruleVersion = 1;

    @Column(updatable = false)
    private long organizationId;

    @Column(updatable = false)
    private String createdBy;

    private String status;

    @Column(name = "is_active")
    private boolean active;

    /** Written by {@link Evaluations} alone, like the two that follow. */
    @Column(insertable = false, updatable = false)
    private @Nullable Instant lastEvaluated;

    @Column(insertable = false, updatable = false)
    private @Nullable Integer evaluatedVersion;

    @Column(insertable = false, updatable = false)
    private int drift;

    private Instant evaluateAt;

    @Column(updatable = false)
    private Instant createdAt;

    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Segment() {}

    Segment(long organizationId, Description description, SegmentStatus status, String createdBy, Instant now) {
        if (status != SegmentStatus.DRAFT && status != SegmentStatus.ACTIVE) {
            throw ProblemException.unprocessable("illegal-transition", "A new segment is a draft or active");
        }
        this.organizationId = organizationId;
        this.createdBy = createdBy;
        this.createdAt = now;
        this.status = status.code();
        write(description, status, now);
    }

    /** Describes the group anew; who belongs to it is to be judged at once. */
    void describe(Description changed, SegmentStatus next, Instant now) {
        if (!status().leadsTo(next)) {
            throw ProblemException.conflict(
                    "illegal-transition", "A segment that is " + status + " cannot become " + next.code());
        }
        if (!tree(changed.rules()).equals(tree(rules))) {
            ruleVersion++;
        }
        write(changed, next, now);
    }

    /** Databases may keep the same JSON in other words. */
    private static JsonNode tree(String json) {
        return ContractJson.mapper().readTree(json);
    }

    private void write(Description changed, SegmentStatus next, Instant now) {
        name = changed.name();
        description = changed.text();
        rules = changed.rules();
        status = next.code();
        active = next == SegmentStatus.ACTIVE;
        updatedAt = now;
        evaluateAt = now;
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("The segment is not stored yet");
        }
        return id;
    }

    int version() {
        return version;
    }

    String name() {
        return name;
    }

    @Nullable
    String description() {
        return description;
    }

    String rules() {
        return rules;
    }

    /** Whom it means; nobody once it is completed. */
    Rule rule() {
        return status() == SegmentStatus.COMPLETED ? NOBODY : Rule.stored(rules);
    }

    long organizationId() {
        return organizationId;
    }

    String createdBy() {
        return createdBy;
    }

    SegmentStatus status() {
        return SegmentStatus.of(status);
    }

    boolean active() {
        return active;
    }

    /** Whether its members are moved as its rule says, be it that they all leave. */
    boolean judged() {
        return active || status() == SegmentStatus.COMPLETED;
    }

    /** Whether it can be asked for who belongs to it: its members are moved or rest, and everybody was judged once. */
    boolean known() {
        return lastEvaluated != null && (active || status() == SegmentStatus.PAUSED);
    }

    /** When everybody is judged next. */
    Instant evaluateAt() {
        return evaluateAt;
    }

    /** Whether everybody has been judged by the present rule, on the present day. */
    boolean upToDate(Instant now) {
        return evaluateAt.isAfter(now);
    }

    @Nullable
    Instant lastEvaluated() {
        return lastEvaluated;
    }

    /** When everybody was judged by this very rule; empty when that is still to come. */
    Optional<Instant> settledAt() {
        return Objects.equals(evaluatedVersion, version) ? Optional.ofNullable(lastEvaluated) : Optional.empty();
    }

    int drift() {
        return drift;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    /** What people may write into a segment; the rules are checked JSON. */
    record Description(String name, @Nullable String text, String rules) {}
}
