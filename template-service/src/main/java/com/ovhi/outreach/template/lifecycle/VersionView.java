package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.wording.Wording;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** A version on the wire. {@code moves} is what its state allows next; who may do it is another question. */
record VersionView(
        long templateId,
        int version,
        VersionState state,
        List<Move> moves,
        String name,
        @Nullable String subject,
        String body,
        @Nullable String htmlBody,
        List<String> variables,
        boolean isMarketing,
        Wording.@Nullable WhatsApp whatsapp,
        String createdBy,
        Instant createdAt) {

    static VersionView of(Version version) {
        var wording = version.wording();
        return new VersionView(
                version.templateId(),
                version.number(),
                version.state(),
                Move.possible(version.state()),
                version.name(),
                wording.subject(),
                wording.body(),
                wording.html(),
                wording.variables(),
                wording.marketing(),
                wording.whatsapp(),
                version.createdBy(),
                version.createdAt());
    }

    /** With the revision of the template as entity tag. */
    static ResponseEntity<VersionView> tagged(Template template, Version version) {
        return ResponseEntity.ok().eTag("\"" + template.revision() + "\"").body(of(version));
    }
}
