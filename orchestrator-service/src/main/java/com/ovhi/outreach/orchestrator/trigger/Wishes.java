package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.orchestrator.projection.Organization;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns wishes into requests, under ids that are the same when the event is handled again. Sends what the templates of
 * the purpose declare and nothing else: the minimum necessary. Thread-safe.
 */
@Component
class Wishes {

    private final Outbox outbox;
    private final FieldCipher cipher;
    private final TriggerProperties properties;

    Wishes(Outbox outbox, FieldCipher cipher, TriggerProperties properties) {
        this.outbox = outbox;
        this.cipher = cipher;
        this.properties = properties;
    }

    /** Returns the id of the request. */
    UUID publish(Wish wish, Subject subject, String eventId, Organization organization, @Nullable VisitTime visit) {
        var requestId =
                Ids.of(eventId + "|" + subject.ref() + "|" + wish.purpose().code() + "|" + wish.which());
        var variables = ContractJson.writeText(variables(wish.purpose(), organization, visit));
        outbox.publish(
                Topics.request(wish.purpose(), false),
                Long.toString(subject.patientId()),
                OutreachRequested.builder(
                                requestId,
                                subject.organizationId(),
                                subject.patientId(),
                                wish.purpose(),
                                subject.occasion(wish.purpose(), wish.which()))
                        .providerId(subject.providerId())
                        .variables(cipher.seal(variables, "request|" + requestId))
                        .preferredChannel(wish.channel())
                        .sendAt(wish.sendAt())
                        .notBefore(wish.notBefore())
                        .expiresAt(wish.expiresAt())
                        .subjectRef(subject.ref())
                        .subjectVersion(subject.version())
                        .unlessConfirmed(wish.conditions().unlessConfirmed() ? Boolean.TRUE : null)
                        .mergeKey(wish.conditions().mergeKey())
                        .build());
        return requestId;
    }

    private Map<String, String> variables(Purpose purpose, Organization organization, @Nullable VisitTime visit) {
        var variables = new HashMap<String, String>();
        // The site's name may tell the specialty; the organisation's does not.
        variables.put("clinic_name", organization.displayName());
        var phone = organization.phone();
        if (phone != null) {
            variables.put("clinic_phone", phone);
        }
        switch (purpose) {
            case APPT_CONFIRM, APPT_REMINDER -> {
                if (visit != null) {
                    variables.put("visit_date", visit.date());
                    variables.put("visit_time", visit.time());
                }
            }
            case RX_REFILL, LAB_READY, CAMPAIGN_EDUCATION -> {
                // Without one the template-service makes a link that is good for this patient, once.
                if (!properties.portalUrl().isBlank()) {
                    variables.put("portal_url", properties.portalUrl());
                }
            }
            case NO_SHOW, URGENT -> {}
        }
        return variables;
    }
}
