package com.ovhi.outreach.template.rendering;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.template.catalog.Template;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tells the audit log that somebody has looked at a text with a patient's values. */
@Component
class PreviewAudit {

    private static final int LONGEST_AGENT = 255;

    private final Outbox outbox;
    private final Clock clock;

    PreviewAudit(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    void record(Caller caller, long patientId, Template template, HttpServletRequest request) {
        var organization = caller.organization();
        outbox.publish(
                Topics.AUDIT,
                Long.toString(organization),
                new AuditRecorded(
                        organization,
                        patientId,
                        caller.subject(),
                        AuditAction.ACCESS,
                        Map.of(
                                "what", "template-preview",
                                "template_id", Long.toString(template.id()),
                                "template_version", Integer.toString(template.version())),
                        request.getRemoteAddr(),
                        shortened(request.getHeader("User-Agent")),
                        clock.instant()));
    }

    private static @Nullable String shortened(@Nullable String agent) {
        return agent == null || agent.length() <= LONGEST_AGENT ? agent : agent.substring(0, LONGEST_AGENT);
    }
}
