package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.segment.campaign.Runs.Run;
import com.ovhi.outreach.segment.experiment.Experiment;
import com.ovhi.outreach.segment.population.Organization;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes the request of one step for one patient; the same one each time. */
@Component
class StepRequests {

    /** How long a message is of use at most: one that caps or a provider hold back for longer is no news any more. */
    static final Duration USEFUL_FOR = Duration.ofDays(7);

    private final FieldCipher cipher;

    StepRequests(FieldCipher cipher) {
        this.cipher = cipher;
    }

    Keyed keyed(Turn turn, Execution execution, Purpose purpose, Verdict.Send send) {
        var experiment = execution.variant() == null
                ? null
                : turn.experiment().map(Experiment::id).orElse(null);
        var request = of(turn.run(), execution, purpose, send, experiment, turn.speaker(), turn.now());
        return new Keyed(Long.toString(execution.patientId()), request);
    }

    /** @param experimentId null outside of experiments */
    private OutreachRequested of(
            Run run,
            Execution execution,
            Purpose purpose,
            Verdict.Send send,
            @Nullable Long experimentId,
            Organization speaker,
            Instant now) {
        var id = execution.requestId();
        return new OutreachRequested(
                id,
                run.organizationId(),
                execution.patientId(),
                null,
                purpose,
                send.templateId(),
                variables(id, speaker),
                send.channel(),
                null,
                usefulUntil(run, send, now),
                run.campaignId(),
                false,
                execution.occasion(),
                null,
                null,
                send.variant(),
                null,
                null,
                null,
                null,
                new CampaignStep(
                        execution.version(), execution.step() - 1, experimentId, execution.round(), execution.run()));
    }

    /** The earliest of what limits it. */
    private static Instant usefulUntil(Run run, Verdict.Send send, Instant now) {
        var longest = now.plus(USEFUL_FOR);
        return Stream.of(Optional.ofNullable(run.endsAt()), Optional.ofNullable(send.until()))
                .flatMap(Optional::stream)
                .reduce(longest, (one, other) -> one.isBefore(other) ? one : other);
    }

    /** No address of the portal: whoever writes the message makes a link for this patient and step alone. */
    private Sealed variables(UUID requestId, Organization speaker) {
        var variables = Map.of(
                "clinic_name", speaker.displayName(),
                "clinic_phone", Objects.requireNonNullElse(speaker.phone(), ""));
        return cipher.seal(ContractJson.writeText(variables), "request|" + requestId);
    }
}
