package com.ovhi.outreach.preference.optout;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.setting.Settings;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Body of the opt-out and opt-in calls.
 *
 * @param scope which class of messages; missing means all when opting out and transactional when opting in
 * @param source where the patient said it, such as {@code front-desk}
 * @param evidenceRef names the form, recording or call that proves it; never its content
 * @param wordingVersion which text the patient agreed to
 * @param language of that text
 */
public record ConsentRequest(
        @NotNull Channel channel,
        @JsonProperty("class") @Nullable Scope scope,

        @Nullable @Pattern(regexp = "[A-Za-z0-9_.:/-]{1,64}")
        String source,

        @Nullable @Pattern(regexp = "[A-Za-z0-9_.:/#-]{1,200}")
        String evidenceRef,

        @Nullable @Pattern(regexp = "[A-Za-z0-9_.:/-]{1,64}")
        String wordingVersion,

        @Nullable String language) {

    @AssertTrue(message = "must be a BCP 47 language tag")
    boolean isLanguage() {
        return language == null || Settings.isLanguage(language);
    }

    Set<ConsentClass> classesOr(Scope fallback) {
        return switch (scope == null ? fallback : scope) {
            case TRANSACTIONAL -> EnumSet.of(ConsentClass.TRANSACTIONAL);
            case MARKETING -> EnumSet.of(ConsentClass.MARKETING);
            case ALL -> EnumSet.allOf(ConsentClass.class);
        };
    }

    Evidence evidence(String actor) {
        return new Evidence(actor, source, evidenceRef, wordingVersion, language);
    }

    /** Which messages are meant. */
    public enum Scope {
        @JsonProperty("transactional")
        TRANSACTIONAL,
        @JsonProperty("marketing")
        MARKETING,
        @JsonProperty("all")
        ALL
    }
}
