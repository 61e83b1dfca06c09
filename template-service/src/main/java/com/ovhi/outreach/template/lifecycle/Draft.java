package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.Wording;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants a template to be. {@code isMarketing} may be left out where the purpose decides it;
 * {@code variantOf} and {@code variant} make it an A/B variant of another template.
 */
record Draft(
        @NotBlank @Size(max = 255) String name,
        @NotNull Purpose purpose,
        @NotNull Channel channel,
        @NotBlank @Size(max = 35) String language,
        @Nullable @Size(min = 1, max = 255) String subject,
        @NotBlank @Size(max = 4_000) String body,
        @Nullable @Size(min = 1, max = 10_240) String htmlBody,
        @NotNull @Size(max = 20) List<@NotBlank @Size(max = 40) String> variables,
        @Nullable Boolean isMarketing,
        @Nullable @Valid WhatsApp whatsapp,
        @Nullable @Positive Long providerId,
        @Nullable @Positive Long variantOf,
        @Nullable @Pattern(regexp = "[A-Za-z0-9_-]{1,16}") String variant) {

    /** The template at Meta. */
    record WhatsApp(
            @NotBlank @Size(max = 512) String name,
            @NotBlank @Size(max = 16) String languageCode,
            @NotNull @Size(max = 10) List<@NotBlank String> parameters,
            @Nullable @Size(max = 3) List<@NotBlank String> quickReplies) {

        private Wording.WhatsApp wording() {
            return new Wording.WhatsApp(
                    name, languageCode, parameters, quickReplies == null ? List.of() : quickReplies);
        }
    }

    Wording wording() {
        return new Wording(
                channel,
                Locale.forLanguageTag(language).toLanguageTag(),
                subject,
                body,
                htmlBody,
                variables,
                whatsapp == null ? null : whatsapp.wording(),
                isMarketing == null ? purpose.marketing() : isMarketing);
    }
}
