package com.ovhi.outreach.preference.optout;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.consent.ConsentAction;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.consent.Readable;
import com.ovhi.outreach.preference.setting.Settings;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Body of the opt-out and opt-in calls.
 *
 * @param scope which class of messages; missing means all when opting out and transactional when opting in
 * @param address what it is about if not all of the patient's addresses on the channel
 * @param source where the patient said it, such as {@code front-desk}
 * @param evidenceRef names the form, recording or call that proves it; never its content
 * @param wordingVersion which text the patient agreed to
 * @param wording that text, to be kept with its version
 * @param language of that text
 * @param effectiveAt when the patient said it; missing means now
 */
public record ConsentRequest(
        @NotNull Channel channel,
        @JsonProperty("class") @Nullable Scope scope,
        @Nullable @Size(max = 254) String address,

        @Nullable @Pattern(regexp = "[A-Za-z0-9_.:/-]{1,64}")
        String source,

        @Nullable @Pattern(regexp = "[A-Za-z0-9_.:/#-]{1,200}")
        String evidenceRef,

        @Nullable @Pattern(regexp = "[A-Za-z0-9_.:/-]{1,64}")
        String wordingVersion,

        @Nullable
        @Size(min = 1, max = 4_000)
        @Pattern(
                regexp = Readable.TEXT,
                message = "must not have signs that nobody sees or that change how others are read")
        String wording,

        @Nullable String language,
        @Nullable Instant effectiveAt) {

    @AssertTrue(message = "must be a BCP 47 language tag")
    boolean isLanguage() {
        return language == null || Settings.isLanguage(language);
    }

    @AssertTrue(message = "must come with wording_version")
    boolean isWording() {
        return wording == null || wordingVersion != null;
    }

    Set<ConsentClass> classes(ConsentAction action) {
        var fallback = action == ConsentAction.GRANT ? Scope.TRANSACTIONAL : Scope.ALL;
        return switch (scope == null ? fallback : scope) {
            case TRANSACTIONAL -> EnumSet.of(ConsentClass.TRANSACTIONAL);
            case MARKETING -> EnumSet.of(ConsentClass.MARKETING);
            case UNENCRYPTED -> EnumSet.of(ConsentClass.UNENCRYPTED);
            case ALL -> ConsentClass.OF_MESSAGES;
        };
    }

    Evidence evidence(String actor) {
        return new Evidence(
                actor,
                source,
                evidenceRef,
                wordingVersion,
                Settings.language(language).orElse(null));
    }

    /** Whether it is about what e-mail may say, and not about whether messages are sent. */
    boolean isAboutEncryption() {
        return scope == Scope.UNENCRYPTED;
    }

    @AssertTrue(message = "unencrypted goes with the channel email")
    boolean isChannelOfItsClass() {
        return !isAboutEncryption() || channel == null || channel == Channel.EMAIL;
    }

    /**
     * Marketing needs an express consent that can be shown: what was signed, and which text it was. Whoever accepts
     * unencrypted e-mail has been warned, somewhere and in some words.
     */
    void requireProof() {
        if (isAboutEncryption() && (source == null || wordingVersion == null)) {
            throw ProblemException.unprocessable(
                    "proof-missing", "Unencrypted e-mail needs source and wording_version of the warning");
        }
        if (classes(ConsentAction.GRANT).contains(ConsentClass.MARKETING)
                && (evidenceRef == null || wordingVersion == null)) {
            throw ProblemException.unprocessable(
                    "proof-missing", "Marketing consent needs evidence_ref and wording_version");
        }
    }

    @Override
    public String toString() {
        return "ConsentRequest[" + Masked.MASK + "]";
    }

    /** Which messages are meant. */
    public enum Scope {
        @JsonProperty("transactional")
        TRANSACTIONAL,
        @JsonProperty("marketing")
        MARKETING,
        @JsonProperty("unencrypted")
        UNENCRYPTED,
        @JsonProperty("all")
        ALL
    }
}
