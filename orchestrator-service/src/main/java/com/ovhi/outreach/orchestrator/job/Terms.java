package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Under which conditions a job was asked for, and how it is worded; never changed. */
@Embeddable
public class Terms {

    private boolean unlessConfirmed;
    private @Nullable String mergeKey;

    @Column(name = "told_sensitive")
    private @Nullable Boolean sensitive;

    private @Nullable String allowance;

    @Column(name = "is_household")
    private boolean household;

    @Column(name = "is_discreet")
    private boolean discreet;

    @Column(name = "is_open_email")
    private boolean openEmail;

    private @Nullable Instant notBefore;
    private @Nullable Instant ownSendAt;
    private @Nullable Instant ownExpiresAt;

    protected Terms() {}

    Terms(NewJob job) {
        unlessConfirmed = job.conditions().unlessConfirmed();
        mergeKey = job.conditions().mergeKey();
        sensitive = job.conditions().sensitive();
        allowance = job.kind().code();
        household = job.household();
        discreet = job.discreet();
        openEmail = job.openEmail();
        notBefore = job.window().notBefore();
        var own = job.own();
        ownSendAt = own == null ? null : own.sendAt();
        ownExpiresAt = own == null ? null : own.expiresAt();
    }

    Terms(Row row) throws SQLException {
        unlessConfirmed = row.flag("unless_confirmed");
        mergeKey = row.textOrNull("merge_key");
        sensitive = row.flagOrNull("told_sensitive");
        allowance = row.textOrNull("allowance");
        household = row.flag("is_household");
        discreet = row.flag("is_discreet");
        openEmail = row.flag("is_open_email");
        notBefore = row.timeOrNull("not_before");
        ownSendAt = row.timeOrNull("own_send_at");
        ownExpiresAt = row.timeOrNull("own_expires_at");
    }

    void writeTo(Columns row) {
        row.put("unless_confirmed", unlessConfirmed)
                .put("merge_key", mergeKey)
                .put("told_sensitive", sensitive)
                .put("allowance", allowance)
                .put("is_household", household)
                .put("is_discreet", discreet)
                .put("is_open_email", openEmail)
                .put("not_before", notBefore)
                .put("own_send_at", ownSendAt)
                .put("own_expires_at", ownExpiresAt);
    }

    Conditions conditions() {
        return new Conditions(unlessConfirmed, mergeKey, sensitive, counts(Kind.CORRECTION));
    }

    /**
     * When it may be sent at the earliest; null when it may be moved earlier.
     *
     * @param planned when it is to be sent, which counts for the reminder some hours before a visit: jobs of before
     *     this was written down do not say it
     */
    @Nullable
    Instant notBefore(@Nullable Instant planned) {
        return notBefore == null && counts(Kind.SHORTLY) ? planned : notBefore;
    }

    private boolean counts(Kind kind) {
        return kind.code().equals(allowance);
    }

    /** Whether it speaks for several patients who are reached at one address. */
    boolean household() {
        return household;
    }

    /** Whether it says only that there is something to read in the portal. */
    boolean discreet() {
        return discreet;
    }

    /** The times its own patient's message would have had, if it has taken those of others; null if it has not. */
    @Nullable
    OwnTimes own() {
        return ownExpiresAt == null ? null : new OwnTimes(ownSendAt, ownExpiresAt);
    }

    /**
     * When a message would be sent and expire if it were told to its own patient only.
     *
     * @param sendAt null for as soon as allowed
     */
    public record OwnTimes(@Nullable Instant sendAt, Instant expiresAt) {}
}
