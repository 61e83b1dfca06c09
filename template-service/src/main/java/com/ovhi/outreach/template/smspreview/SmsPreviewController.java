package com.ovhi.outreach.template.smspreview;

import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Lets staff see what a text of their own would come to. Nothing is kept or sent. */
@RestController
class SmsPreviewController {

    private final SmsPreviews previews;

    SmsPreviewController(SmsPreviews previews) {
        this.previews = previews;
    }

    @PostMapping("/api/v1/templates/sms-preview")
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance')")
    SmsPreview preview(@Valid @RequestBody Text text) {
        return previews.of(text.text(), text.country());
    }

    /** What somebody has written; {@code country} is where it goes (ISO 3166), null for the usual one. */
    record Text(
            @NotBlank @Size(max = 1_600) String text,
            @Nullable @Size(max = 2) String country) {

        @Override
        public String toString() {
            return "Text[" + Masked.MASK + "]";
        }
    }
}
