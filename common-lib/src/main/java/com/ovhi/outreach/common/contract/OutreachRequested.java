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

    /** Begins a request of which nothing is said but what must be; it is not urgent. */
    public static Builder builder(
            UUID requestId, long organizationId, long patientId, Purpose purpose, String occasionKey) {
        return new Builder(requestId, organizationId, patientId, purpose, occasionKey);
    }

    /** Collects what may be said of a request; what is not said is null. Not thread-safe. */
    public static final class Builder {

        private final UUID requestId;
        private final long organizationId;
        private final long patientId;
        private final Purpose purpose;
        private final String occasionKey;
        private boolean urgent;
        private @Nullable Long providerId;
        private @Nullable Long templateId;
        private @Nullable Sealed variables;
        private @Nullable Channel preferredChannel;
        private @Nullable Instant sendAt;
        private @Nullable Instant expiresAt;
        private @Nullable Long campaignId;
        private @Nullable String subjectRef;
        private @Nullable Integer subjectVersion;
        private @Nullable String abVariant;
        private @Nullable Instant notBefore;
        private @Nullable Boolean unlessConfirmed;
        private @Nullable String mergeKey;
        private @Nullable Boolean sensitive;
        private @Nullable CampaignStep step;

        private Builder(UUID requestId, long organizationId, long patientId, Purpose purpose, String occasionKey) {
            this.requestId = requestId;
            this.organizationId = organizationId;
            this.patientId = patientId;
            this.purpose = purpose;
            this.occasionKey = occasionKey;
        }

        public Builder urgent(boolean value) {
            urgent = value;
            return this;
        }

        public Builder providerId(@Nullable Long value) {
            providerId = value;
            return this;
        }

        public Builder templateId(@Nullable Long value) {
            templateId = value;
            return this;
        }

        public Builder variables(@Nullable Sealed value) {
            variables = value;
            return this;
        }

        public Builder preferredChannel(@Nullable Channel value) {
            preferredChannel = value;
            return this;
        }

        public Builder sendAt(@Nullable Instant value) {
            sendAt = value;
            return this;
        }

        public Builder expiresAt(@Nullable Instant value) {
            expiresAt = value;
            return this;
        }

        public Builder campaignId(@Nullable Long value) {
            campaignId = value;
            return this;
        }

        public Builder subjectRef(@Nullable String value) {
            subjectRef = value;
            return this;
        }

        public Builder subjectVersion(@Nullable Integer value) {
            subjectVersion = value;
            return this;
        }

        public Builder abVariant(@Nullable String value) {
            abVariant = value;
            return this;
        }

        public Builder notBefore(@Nullable Instant value) {
            notBefore = value;
            return this;
        }

        public Builder unlessConfirmed(@Nullable Boolean value) {
            unlessConfirmed = value;
            return this;
        }

        public Builder mergeKey(@Nullable String value) {
            mergeKey = value;
            return this;
        }

        public Builder sensitive(@Nullable Boolean value) {
            sensitive = value;
            return this;
        }

        public Builder step(@Nullable CampaignStep value) {
            step = value;
            return this;
        }

        public OutreachRequested build() {
            return new OutreachRequested(
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
                    step);
        }
    }
}
