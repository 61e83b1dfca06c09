package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far a job has come; the same for any order and repetition of what was seen. */
@Embeddable
class Course {

    private @Nullable Instant sentAt;
    private @Nullable Instant dueAt;
    private @Nullable Instant movedAt;
    private @Nullable String movedReason;

    @Convert(converter = Codes.OfStatus.class)
    private JobStatus status = JobStatus.QUEUED;

    private boolean deliveryConflict;

    @Column(name = "is_called_off")
    private boolean calledOff;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "comm_job_milestones", joinColumns = @JoinColumn(name = "job_id"))
    @MapKeyColumn(name = "milestone")
    @Column(name = "first_at")
    private Map<String, Instant> milestones = new HashMap<>();

    protected Course() {}

    Course(Channel channel, Instant scheduled) {
        apply(Progress.NONE.with(Milestone.SCHEDULED, scheduled), channel);
    }

    /** With no milestone yet; they have rows of their own. */
    Course(Row row) throws SQLException {
        sentAt = row.timeOrNull("sent_at");
        dueAt = row.timeOrNull("due_at");
        movedAt = row.timeOrNull("moved_at");
        movedReason = row.textOrNull("moved_reason");
        status = JobStatus.of(row.text("status"));
        deliveryConflict = row.flag("delivery_conflict");
        calledOff = row.flag("is_called_off");
    }

    void writeTo(Columns row) {
        row.put("due_at", dueAt)
                .put("moved_at", movedAt)
                .put("moved_reason", movedReason)
                .put("is_called_off", calledOff);
        writeNoted(row);
    }

    /** Writes what {@link #note} may change, but for the milestones. */
    void writeNoted(Columns row) {
        row.put("sent_at", sentAt).put("status", status.code()).put("delivery_conflict", deliveryConflict);
    }

    /** Adds a milestone that was read. */
    void reached(String milestone, Instant at) {
        milestones.put(milestone, at);
    }

    /** The rows of its milestones. */
    Stream<Columns> milestones(UUID job) {
        return milestones.entrySet().stream()
                .map(each -> new Columns()
                        .put("job_id", job)
                        .put("milestone", each.getKey())
                        .put("first_at", each.getValue()));
    }

    /**
     * Takes note of what was seen.
     *
     * @return the milestones that are new, earliest first
     */
    List<Milestone> note(Observation seen, Channel channel) {
        var before = progress();
        var after = before;
        var reached = new ArrayList<Milestone>();
        for (var milestone : seen.milestones()) {
            after = after.with(milestone, seen.at());
            if (!before.has(milestone)) {
                reached.add(milestone);
            }
        }
        apply(after, channel);
        return reached;
    }

    private void apply(Progress progress, Channel channel) {
        progress.firstAt().forEach((milestone, at) -> milestones.put(milestone.code(), at));
        status = progress.status(channel);
        deliveryConflict = progress.conflict();
        sentAt = progress.firstAt().get(Milestone.SENT);
    }

    Progress progress() {
        return new Progress(milestones.entrySet().stream()
                .collect(Collectors.toMap(each -> Milestone.of(each.getKey()), Map.Entry::getValue)));
    }

    /** When a milestone was reached; null when it was not. */
    @Nullable
    Instant at(Milestone milestone) {
        return milestones.get(milestone.code());
    }

    /** Whoever asked for the contact or got it wants it no more, or nothing can come of it: no other job takes over. */
    void callOff() {
        calledOff = true;
    }

    /** When the scheduler sends it, as far as is known; until it has said otherwise at the time it was made for. */
    Instant due(Instant scheduled) {
        return Objects.requireNonNullElse(dueAt, scheduled);
    }

    /** That the scheduler has moved it or held it back; null when it has not said so. */
    @Nullable
    Moved moved(Instant scheduled) {
        return movedAt == null || movedReason == null ? null : new Moved(due(scheduled), movedReason, movedAt);
    }

    /** What has become of the job. */
    Fate fate(Attempts attempts) {
        return new Fate(progress(), attempts.inFlight(), status, calledOff, attempts.turnedAway());
    }

    JobStatus status() {
        return status;
    }

    /** Whether reports contradict each other. */
    boolean conflict() {
        return deliveryConflict;
    }

    @Nullable
    Instant sentAt() {
        return sentAt;
    }
}
