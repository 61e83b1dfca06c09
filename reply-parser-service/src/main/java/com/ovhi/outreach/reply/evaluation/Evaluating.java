package com.ovhi.outreach.reply.evaluation;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Judges the rules by what people have labelled. That replies were opened for it is audited with the same commit. */
@Component
class Evaluating {

    private final LabelledReplies replies;
    private final Outbox outbox;
    private final Clock clock;

    Evaluating(LabelledReplies replies, Outbox outbox, Clock clock) {
        this.replies = replies;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param organization null for what belongs to nobody we know */
    @Transactional
    public Evaluation since(
            @Nullable Long organization, Instant from, int limit, String who, @Nullable String ipAddress) {
        var found = replies.since(organization, from, limit);
        var evaluation = Evaluation.of(found.replies(), found.unreadable());
        outbox.publish(
                Topics.AUDIT,
                organization == null ? "none" : organization.toString(),
                new AuditRecorded(
                        organization,
                        null,
                        who,
                        AuditAction.ACCESS,
                        Map.of("resource", "reply-evaluation", "replies", Integer.toString(evaluation.replies())),
                        ipAddress,
                        null,
                        clock.instant()));
        return evaluation;
    }
}
