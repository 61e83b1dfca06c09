package com.ovhi.outreach.common.contract.api;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Masked;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/templates/render}. Without {@code templateId} the best published template of purpose, channel and language is taken: the provider's, the organisation's, the suite's. {@code templateVersion} pins a version published once, so that its text can be made again; {@code variant} names an A/B variant and falls back to the base. For {@code patientId} a portal link is made when the template needs one and {@code variables} has none; it is good until a while after {@code sendAt}, or from now when that is null; in a {@code dryRun} it leads nowhere. {@code timezone} is the patient's IANA zone, null when it is not known; without it a visit given in UTC cannot be written. {@code unencryptedEmailAccepted} says that the patient has been warned and wants e-mail all the same, as recorded; null and false are no. Only a service's word counts.
 */
public record RenderRequest(
        long organizationId,
        @Nullable Long templateId,
        Purpose purpose,
        Channel channel,
        String language,
        Map<String, String> variables,
        @Nullable Integer templateVersion,
        @Nullable Long providerId,
        @Nullable String variant,
        @Nullable Long patientId,
        @Nullable Instant sendAt,
        @Nullable Boolean dryRun,
        @Nullable String timezone,
        @Nullable Boolean unencryptedEmailAccepted) {

    /** Asks for no more than a text. */
    public RenderRequest(
            long organizationId,
            @Nullable Long templateId,
            Purpose purpose,
            Channel channel,
            String language,
            Map<String, String> variables) {
        this(organizationId, templateId, purpose, channel, language, variables, null, null, null, null, null, null);
    }

    /** Says nothing about the patient's zone or wishes. */
    public RenderRequest(
            long organizationId,
            @Nullable Long templateId,
            Purpose purpose,
            Channel channel,
            String language,
            Map<String, String> variables,
            @Nullable Integer templateVersion,
            @Nullable Long providerId,
            @Nullable String variant,
            @Nullable Long patientId,
            @Nullable Instant sendAt,
            @Nullable Boolean dryRun) {
        this(
                organizationId,
                templateId,
                purpose,
                channel,
                language,
                variables,
                templateVersion,
                providerId,
                variant,
                patientId,
                sendAt,
                dryRun,
                null,
                null);
    }

    @Override
    public String toString() {
        return "RenderRequest[purpose=" + purpose + ", channel=" + channel + ", variables=" + Masked.MASK + "]";
    }
}
