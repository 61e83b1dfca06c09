package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.contract.api.RenderedMessage.Level;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.Wording;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** A template on the wire, with the names of the design document. {@code version} is the one whose text it shows. */
public record TemplateView(
        long id,
        int version,
        String name,
        Purpose purpose,
        Channel channel,
        String language,
        @Nullable String subject,
        String body,
        @Nullable String htmlBody,
        List<String> variables,
        boolean isMarketing,
        Wording.@Nullable WhatsApp whatsapp,
        @Nullable Long organizationId,
        @Nullable Long providerId,
        Level level,
        @Nullable Long variantOf,
        @Nullable String variant,
        boolean isActive,
        int revision,
        Instant createdAt,
        Instant updatedAt) {

    static TemplateView of(Template template) {
        var wording = template.wording();
        return new TemplateView(
                template.id(),
                template.version(),
                template.name(),
                template.purpose(),
                wording.channel(),
                wording.language(),
                wording.subject(),
                wording.body(),
                wording.html(),
                wording.variables(),
                wording.marketing(),
                wording.whatsapp(),
                template.organizationId(),
                template.providerId(),
                template.level(),
                template.variantOf(),
                template.variant(),
                template.active(),
                template.revision(),
                template.createdAt(),
                template.updatedAt());
    }

    /** The view as an answer, with the revision to base a change on as its entity tag. */
    public static ResponseEntity<TemplateView> tagged(ResponseEntity.BodyBuilder answer, Template template) {
        return answer.eTag("\"" + template.revision() + "\"").body(of(template));
    }
}
