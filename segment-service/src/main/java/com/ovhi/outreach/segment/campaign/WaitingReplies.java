package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.InboxChanged;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The answers that wait for an organisation's staff, as reply-parser-service tells. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class WaitingReplies {

    private static final Duration A_MONTH = Duration.ofDays(30);

    private final JdbcClient jdbc;

    WaitingReplies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An answer waits, or has been dealt with; one of nobody's patient waits for no staff. */
    void changed(InboxChanged change) {
        if (!change.waiting()) {
            jdbc.sql("DELETE FROM waiting_replies WHERE inbound_id = ?")
                    .param(change.inboundId().toString())
                    .update();
        } else if (change.organizationId() != null) {
            jdbc.sql("INSERT IGNORE INTO waiting_replies (inbound_id, organization_id, waiting_since) VALUES (?, ?, ?)")
                    .params(change.inboundId().toString(), change.organizationId(), Timestamp.from(change.changedAt()))
                    .update();
        }
    }

    /** How many wait since less than a month: of what seems to wait for longer, the end was not heard. */
    long of(long organizationId, Instant now) {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_replies WHERE organization_id = ? AND waiting_since > ?")
                .params(organizationId, Timestamp.from(now.minus(A_MONTH)))
                .query(Long.class)
                .single();
    }
}
