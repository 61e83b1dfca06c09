package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code outreach.requested}: somebody wants a patient contacted; the same fields as the schedule call. {@code occasionKey} names the occasion, for which a patient is contacted once; {@code subjectRef} names what it is about (such as {@code appointment/5226}) so that it can be cancelled with it; {@code variables} may hold PHI and travels sealed; {@code notBefore} is when it may be sent at the earliest, null for at once. {@code unlessConfirmed} asks for nothing once the patient has confirmed the visit it is about (null is no); {@code mergeKey}: several requests with one key, to patients of the organisation who are reached at one address, become one message that names nobody; null is never merged. {@code sensitive} is what the caller says of the subject (see {@code occasion.sensitive} of the schedule call); null when nothing. {@code step} says which step of its campaign it is, null outside campaigns.
 */
public record OutreachRequested(
        UUID requestId,
        long organizationId,
        long patientId,
        @Nullable Long providerId,
        Purpose purpose,
        @Nullable Long templateId,
        @Nullable Sealed variables,
        @Nullable Channel preferredChannel,
        @Nullable Instant sendAt,
        @Nullable Instant expiresAt,
        @Nullable Long campaignId,
        boolean urgent,
        String occasionKey,
        @Nullable String subjectRef,
        @Nullable Integer subjectVersion,
        @Nullable String abVariant,
        @Nullable Instant notBefore,
        @Nullable Boolean unlessConfirmed,
        @Nullable String mergeKey,
        @Nullable Boolean sensitive,
        @Nullable CampaignStep step) {

    /** A request outside campaigns. */
    public OutreachRequested(
            UUID requestId,
            long organizationId,
            long patientId,
            @Nullable Long providerId,
            Purpose purpose,
            @Nullable Long templateId,
            @Nullable Sealed variables,
            @Nullable Channel preferredChannel,
            @Nullable Instant sendAt,
            @Nullable Instant expiresAt,
            @Nullable Long campaignId,
            boolean urgent,
            String occasionKey,
            @Nullable String subjectRef,
            @Nullable Integer subjectVersion,
            @Nullable String abVariant,
            @Nullable Instant notBefore,
            @Nullable Boolean unlessConfirmed,
            @Nullable String mergeKey,
            @Nullable Boolean sensitive) {
        this(
                requestId,
                organizationId,
                patientId,
                providerId,
                purpose,
                templateId,
                variables,
                preferredChannel,
                sendAt,
                expiresAt,
                campaignId,
                urgent,
                occasionKey,
                subjectRef,
                subjectVersion,
                abVariant,
                notBefore,
                unlessConfirmed,
                mergeKey,
                sensitive,
                null);
    }

    /** A request that says nothing of how sensitive its subject is. */
    public OutreachRequested(
            UUID requestId,
            long organizationId,
            long patientId,
            @Nullable Long providerId,
            Purpose purpose,
            @Nullable Long templateId,
            @Nullable Sealed variables,
            @Nullable Channel preferredChannel,
            @Nullable Instant sendAt,
            @Nullable Instant expiresAt,
            @Nullable Long campaignId,
            boolean urgent,
            String occasionKey,
            @Nullable String subjectRef,
            @Nullable Integer subjectVersion,
            @Nullable String abVariant,
            @Nullable Instant notBefore,
            @Nullable Boolean unlessConfirmed,
            @Nullable String mergeKey) {
        this(
                requestId,
                organizationId,
                patientId,
                providerId,
                purpose,
                templateId,
                variables,
                preferredChannel,
                sendAt,
                expiresAt,
                campaignId,
                urgent,
                occasionKey,
                subjectRef,
                subjectVersion,
                abVariant,
                notBefore,
                unlessConfirmed,
                mergeKey,
                null);
    }

    /** A request that may be sent at once. */
    public OutreachRequested(
            UUID requestId,
            long organizationId,
            long patientId,
            @Nullable Long providerId,
            Purpose purpose,
            @Nullable Long templateId,
            @Nullable Sealed variables,
            @Nullable Channel preferredChannel,
            @Nullable Instant sendAt,
            @Nullable Instant expiresAt,
            @Nullable Long campaignId,
            boolean urgent,
            String occasionKey,
            @Nullable String subjectRef,
            @Nullable Integer subjectVersion,
            @Nullable String abVariant) {
        this(
                requestId,
                organizationId,
                patientId,
                providerId,
                purpose,
                templateId,
                variables,
                preferredChannel,
                sendAt,
                expiresAt,
                campaignId,
                urgent,
                occasionKey,
                subjectRef,
                subjectVersion,
                abVariant,
                null);
    }

    /** A request without conditions. */
    public OutreachRequested(
            UUID requestId,
            long organizationId,
            long patientId,
            @Nullable Long providerId,
            Purpose purpose,
            @Nullable Long templateId,
            @Nullable Sealed variables,
            @Nullable Channel preferredChannel,
            @Nullable Instant sendAt,
            @Nullable Instant expiresAt,
            @Nullable Long campaignId,
            boolean urgent,
            String occasionKey,
            @Nullable String subjectRef,
            @Nullable Integer subjectVersion,
            @Nullable String abVariant,
            @Nullable Instant notBefore) {
        this(
                requestId,
                organizationId,
                patientId,
                providerId,
                purpose,
                templateId,
                variables,
                preferredChannel,
                sendAt,
                expiresAt,
                campaignId,
                urgent,
                occasionKey,
                subjectRef,
                subjectVersion,
                abVariant,
                notBefore,
                null,
                null);
    }
}
