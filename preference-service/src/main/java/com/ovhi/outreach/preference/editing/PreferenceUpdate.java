package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.Hours;
import com.ovhi.outreach.preference.setting.Settings;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a patient, with the names of the design document. All of it is replaced; what is missing or
 * null is not said, so that the next level decides. Consent is not changed here but by opting out and in: who names it
 * must name it as it is.
 */
record PreferenceUpdate(
        @Nullable @Size(max = 50) String timezone,
        @Nullable @Size(max = 35) String language,
        @Nullable LocalTime quietStart,
        @Nullable LocalTime quietEnd,
        @Nullable LocalTime workStart,
        @Nullable LocalTime workEnd,
        @Nullable @Min(0) @Max(23) Integer bestHour,
        @Nullable @Positive Long providerId,
        @Nullable Boolean allowEmail,
        @Nullable Boolean allowSms,
        @Nullable Boolean allowWhatsapp,
        @Nullable @Size(max = 254) String emailAddress,
        @Nullable @Size(max = 40) String smsNumber,
        @Nullable @Size(max = 40) String whatsappNumber,
        @Nullable Boolean marketingOptInEmail,
        @Nullable Boolean marketingOptInSms,
        @Nullable Boolean marketingOptInWhatsapp) {

    /** What is said now. */
    static PreferenceUpdate of(Profile profile) {
        var settings = profile.settings();
        return new PreferenceUpdate(
                settings.timezone(),
                settings.language(),
                Hours.start(settings.quiet()),
                Hours.end(settings.quiet()),
                Hours.start(settings.work()),
                Hours.end(settings.work()),
                settings.bestHour(),
                profile.providerId(),
                profile.contact(Channel.EMAIL).allowed(),
                profile.contact(Channel.SMS).allowed(),
                profile.contact(Channel.WHATSAPP).allowed(),
                profile.contact(Channel.EMAIL).address(),
                profile.contact(Channel.SMS).address(),
                profile.contact(Channel.WHATSAPP).address(),
                null,
                null,
                null);
    }

    @AssertTrue(message = "must be the name of a zone in the IANA database")
    boolean isTimezone() {
        return timezone == null || Settings.isZone(timezone);
    }

    @AssertTrue(message = "must be a BCP 47 language tag")
    boolean isLanguage() {
        return language == null || Settings.isLanguage(language);
    }

    @AssertTrue(message = "must come with quiet_end and differ from it")
    boolean isQuietStart() {
        return Hours.isSpan(quietStart, quietEnd);
    }

    @AssertTrue(message = "must come with work_end and differ from it")
    boolean isWorkStart() {
        return Hours.isSpan(workStart, workEnd);
    }

    Settings settings() {
        return new Settings(
                timezone,
                Settings.language(language).orElse(null),
                Hours.orNull(quietStart, quietEnd),
                Hours.orNull(workStart, workEnd),
                bestHour);
    }

    @Nullable
    String address(Channel channel) {
        return switch (channel) {
            case EMAIL -> emailAddress;
            case SMS -> smsNumber;
            case WHATSAPP -> whatsappNumber;
        };
    }

    @Nullable
    Boolean marketing(Channel channel) {
        return switch (channel) {
            case EMAIL -> marketingOptInEmail;
            case SMS -> marketingOptInSms;
            case WHATSAPP -> marketingOptInWhatsapp;
        };
    }

    @Nullable
    Boolean allow(Channel channel) {
        return switch (channel) {
            case EMAIL -> allowEmail;
            case SMS -> allowSms;
            case WHATSAPP -> allowWhatsapp;
        };
    }

    @Override
    public String toString() {
        return "PreferenceUpdate[" + Masked.MASK + "]";
    }
}
