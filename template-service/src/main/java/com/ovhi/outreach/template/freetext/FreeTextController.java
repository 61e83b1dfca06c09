package com.ovhi.outreach.template.freetext;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Judges a text that is no template, for services and for staff. Nothing is kept or sent. */
@RestController
class FreeTextController {

    private final FreeTextLint lint;

    FreeTextController(FreeTextLint lint) {
        this.lint = lint;
    }

    @PostMapping("/api/v1/lint")
    @PreAuthorize("hasAnyAuthority('service','clinic-staff','compliance')")
    FreeTextLint.Verdict judge(@Valid @RequestBody FreeText text, Caller caller) {
        var organization = caller.organizationOr(text.organizationId());
        if (text.organizationId() != null && organization != text.organizationId()) {
            throw ProblemException.forbidden("other-organization", "The token is for another organisation");
        }
        return lint.judge(organization, text.channel(), text.text());
    }

    /** What somebody has written; {@code organizationId} may be left out by the organisation's own people. */
    record FreeText(
            @Nullable Long organizationId,
            @NotNull Channel channel,
            @NotBlank @Size(max = 1_600) String text) {

        @Override
        public String toString() {
            return "FreeText[" + Masked.MASK + "]";
        }
    }
}
