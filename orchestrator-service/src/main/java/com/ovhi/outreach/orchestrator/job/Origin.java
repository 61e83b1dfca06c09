package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.Wording;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who and what a job comes from, and which text it was written from; never changed. */
@Embeddable
class Origin {

    private UUID requestId;
    private @Nullable Long providerId;
    private @Nullable Long requestedTemplateId;
    private long templateId;
    private int templateVersion;
    private String language;

    @Column(name = "sms_segments")
    private @Nullable Integer segments;

    private @Nullable Long campaignId;
    private @Nullable Integer campaignVersion;
    private @Nullable Integer campaignStep;
    private @Nullable Integer campaignRun;
    private @Nullable Long experimentId;
    private @Nullable String abVariant;

    @SuppressWarnings("NullAway.Init")
    protected Origin() {}

    Origin(NewJob job) {
        requestId = job.requestId();
        providerId = job.providerId();
        requestedTemplateId = job.requestedTemplateId();
        templateId = job.templateId();
        templateVersion = job.templateVersion();
        language = job.content().language();
        segments = job.segments();
        campaignId = job.campaignId();
        abVariant = job.abVariant();
        var step = job.step();
        if (step != null) {
            campaignVersion = step.version();
            campaignStep = step.step();
            campaignRun = step.run();
            experimentId = step.experimentId();
        }
    }

    Origin(Row row) throws SQLException {
        requestId = row.id("request_id");
        providerId = row.numberOrNull("provider_id");
        requestedTemplateId = row.numberOrNull("requested_template_id");
        templateId = row.number("template_id");
        templateVersion = row.integer("template_version");
        language = row.text("language");
        segments = row.intOrNull("sms_segments");
        campaignId = row.numberOrNull("campaign_id");
        campaignVersion = row.intOrNull("campaign_version");
        campaignStep = row.intOrNull("campaign_step");
        campaignRun = row.intOrNull("campaign_run");
        experimentId = row.numberOrNull("experiment_id");
        abVariant = row.textOrNull("ab_variant");
    }

    void writeTo(Columns row) {
        row.put("request_id", requestId)
                .put("provider_id", providerId)
                .put("requested_template_id", requestedTemplateId)
                .put("template_id", templateId)
                .put("template_version", templateVersion)
                .put("language", language)
                .put("sms_segments", segments)
                .put("campaign_id", campaignId)
                .put("campaign_version", campaignVersion)
                .put("campaign_step", campaignStep)
                .put("campaign_run", campaignRun)
                .put("experiment_id", experimentId)
                .put("ab_variant", abVariant);
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

    String language() {
        return language;
    }

    /** The text it was written from. */
    Wording wording() {
        return new Wording(templateId, templateVersion, language, segments);
    }

    @Nullable
    Long campaignId() {
        return campaignId;
    }

    /** The step of its campaign; null outside campaigns and of jobs that were made before steps were told. */
    @Nullable
    CampaignStep step() {
        var version = campaignVersion;
        var step = campaignStep;
        return version == null || step == null
                ? null
                : new CampaignStep(version, step, experimentId, null, campaignRun);
    }

    @Nullable
    String abVariant() {
        return abVariant;
    }
}
