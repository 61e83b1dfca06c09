package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.preference.setting.Settings;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * Body of the update call, with the names of the design document. What is missing or null stays; an empty text forgets
 * the value, so that the next level decides. Consent is not changed here but by opting out and in.
 */
record PreferenceUpdate(
        @Nullable String timezone,
        @Nullable String language,
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
        @Nullable @Size(max = 40) String whatsappNumber) {

    @AssertTrue(message = "must be the name of a zone in the IANA database")
    boolean isTimezone() {
        return timezone == null || timezone.isBlank() || Settings.isZone(timezone);
    }

    @AssertTrue(message = "must be a BCP 47 language tag")
    boolean isLanguage() {
        return language == null || language.isBlank() || Settings.isLanguage(language);
    }

    @AssertTrue(message = "must come with quiet_end and differ from it")
    boolean isQuietStart() {
        return span(quietStart, quietEnd);
    }

    @AssertTrue(message = "must come with work_end and differ from it")
    boolean isWorkStart() {
        return span(workStart, workEnd);
    }

    private static boolean span(@Nullable LocalTime start, @Nullable LocalTime end) {
        return start == null ? end == null : end != null && !start.equals(end);
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
