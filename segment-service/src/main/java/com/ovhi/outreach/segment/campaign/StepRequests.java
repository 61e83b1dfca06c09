package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.segment.campaign.Expansions.Execution;
import com.ovhi.outreach.segment.campaign.Expansions.Expansion;
import com.ovhi.outreach.segment.population.Organization;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Writes the request of one step for one patient; the same one each time. */
@Component
class StepRequests {

    /** How long a message of a campaign without an end is of use. */
    private static final Duration USEFUL_FOR = Duration.ofDays(7);

    private final FieldCipher cipher;

    StepRequests(FieldCipher cipher) {
        this.cipher = cipher;
    }

    OutreachRequested of(Expansion expansion, Execution execution, Organization speaker, Instant now) {
        var step = expansion.step();
        return new OutreachRequested(
                execution.id(),
                expansion.organizationId(),
                execution.patientId(),
                null,
                step.purpose(),
                step.templateId(),
                variables(execution.id(), speaker),
                step.channel(),
                null,
                expansion.endsAt() == null ? now.plus(USEFUL_FOR) : expansion.endsAt(),
                expansion.campaignId(),
                false,
                "campaign/" + expansion.campaignId() + "/step/" + execution.step(),
                null,
                null,
                null);
    }

    /** No address of the portal: whoever writes the message makes a link for this patient and step alone. */
    private Sealed variables(UUID requestId, Organization speaker) {
        var variables = Map.of(
                "clinic_name", speaker.displayName(),
                "clinic_phone", Objects.requireNonNullElse(speaker.phone(), ""));
        return cipher.seal(ContractJson.writeText(variables), "request|" + requestId);
    }
}
