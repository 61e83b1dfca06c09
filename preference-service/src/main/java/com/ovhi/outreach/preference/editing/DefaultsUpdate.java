package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.setting.Hours;
import com.ovhi.outreach.preference.setting.Settings;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.LocalTime;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/**
 * What a level says for patients who said nothing. All of it is replaced; what is missing or null is not said. Consent
 * and addresses are the patient's own: no level can say them.
 */
record DefaultsUpdate(
        @Nullable @Size(max = 50) String timezone,
        @Nullable @Size(max = 35) String language,
        @Nullable LocalTime quietStart,
        @Nullable LocalTime quietEnd,
        @Nullable LocalTime workStart,
        @Nullable LocalTime workEnd,
        @Nullable @Min(0) @Max(23) Integer bestHour,
        @Nullable Boolean allowEmail,
        @Nullable Boolean allowSms,
        @Nullable Boolean allowWhatsapp) {

    static DefaultsUpdate of(Settings settings) {
        return new DefaultsUpdate(
                settings.timezone(),
                settings.language(),
                Hours.start(settings.quiet()),
                Hours.end(settings.quiet()),
                Hours.start(settings.work()),
                Hours.end(settings.work()),
                settings.bestHour(),
                settings.allowed().get(Channel.EMAIL),
                settings.allowed().get(Channel.SMS),
                settings.allowed().get(Channel.WHATSAPP));
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
        var allowed = new EnumMap<Channel, Boolean>(Channel.class);
        for (var channel : Channel.values()) {
            var said = allow(channel);
            if (said != null) {
                allowed.put(channel, said);
            }
        }
        return new Settings(
                timezone,
                Settings.language(language).orElse(null),
                Hours.orNull(quietStart, quietEnd),
                Hours.orNull(workStart, workEnd),
                bestHour,
                allowed);
    }

    private @Nullable Boolean allow(Channel channel) {
        return switch (channel) {
            case EMAIL -> allowEmail;
            case SMS -> allowSms;
            case WHATSAPP -> allowWhatsapp;
        };
    }
}
