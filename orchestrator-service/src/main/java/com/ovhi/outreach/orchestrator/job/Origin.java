package com.ovhi.outreach.orchestrator.job;

import jakarta.persistence.Embeddable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who and what a job comes from; never changed. */
@Embeddable
class Origin {

    private UUID requestId;
    private @Nullable Long providerId;
    private @Nullable Long requestedTemplateId;
    private long templateId;
    private int templateVersion;
    private @Nullable Long campaignId;
    private @Nullable String abVariant;

    @SuppressWarnings("NullAway.Init")
    protected Origin() {}

    Origin(NewJob job) {
        requestId = job.requestId();
        providerId = job.providerId();
        requestedTemplateId = job.requestedTemplateId();
        templateId = job.templateId();
        templateVersion = job.templateVersion();
        campaignId = job.campaignId();
        abVariant = job.abVariant();
    }

    UUID requestId() {
        return requestId;
    }

    @Nullable
    Long providerId() {
        return providerId;
    }

    /** The template that was asked for; null when any of the purpose would do. */
    @Nullable
    Long requestedTemplateId() {
        return requestedTemplateId;
    }

    long templateId() {
        return templateId;
    }

    int templateVersion() {
        return templateVersion;
    }

    @Nullable
    Long campaignId() {
        return campaignId;
    }

    @Nullable
    String abVariant() {
        return abVariant;
    }
}
