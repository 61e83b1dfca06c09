package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.segment.rule.Rule;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A group of an organisation's patients, described by a rule. */
@Entity
@Table(name = "patient_segments")
class Segment {

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

    @Column(updatable = false)
    private long organizationId;

    @Column(updatable = false)
    private String createdBy;

    @Column(name = "is_active")
    private boolean active = true;

    /** Written by {@link Evaluations} alone. */
    @Column(insertable = false, updatable = false)
    private @Nullable Instant lastEvaluated;

    private Instant evaluateAt;

    @Column(updatable = false)
    private Instant createdAt;

    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Segment() {}

    Segment(long organizationId, Description description, String createdBy, Instant now) {
        this.organizationId = organizationId;
        this.createdBy = createdBy;
        this.name = description.name();
        this.description = description.text();
        this.rules = description.rules();
        this.createdAt = now;
        this.updatedAt = now;
        this.evaluateAt = now;
    }

    /** Describes the group anew; who belongs to it is to be judged at once. */
    void describe(Description changed, boolean isActive, Instant now) {
        name = changed.name();
        description = changed.text();
        rules = changed.rules();
        active = isActive;
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

    Rule rule() {
        return Rule.stored(rules);
    }

    long organizationId() {
        return organizationId;
    }

    String createdBy() {
        return createdBy;
    }

    boolean active() {
        return active;
    }

    /** Whether everybody has been judged by the present rule, on the present day. */
    boolean upToDate(Instant now) {
        return evaluateAt.isAfter(now);
    }

    @Nullable
    Instant lastEvaluated() {
        return lastEvaluated;
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
