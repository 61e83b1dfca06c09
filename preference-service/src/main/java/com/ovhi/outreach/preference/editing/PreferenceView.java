package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.preference.effective.Resolved;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.Hours;
import com.ovhi.outreach.preference.setting.Level;
import java.time.LocalTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored about a patient, with the names of the design document, and what it comes to. PHI.
 *
 * @param decidedBy which level decided each effective setting
 */
record PreferenceView(
        long patientId,
        long organizationId,
        long version,
        @Nullable Long providerId,
        @Nullable String timezone,
        @Nullable String language,
        @Nullable LocalTime quietStart,
        @Nullable LocalTime quietEnd,
        @Nullable LocalTime workStart,
        @Nullable LocalTime workEnd,
        @Nullable Integer bestHour,
        @Nullable Boolean allowEmail,
        @Nullable Boolean allowSms,
        @Nullable Boolean allowWhatsapp,
        boolean marketingOptInEmail,
        boolean marketingOptInSms,
        boolean marketingOptInWhatsapp,
        @Nullable String emailAddress,
        @Nullable String smsNumber,
        @Nullable String whatsappNumber,
        EffectivePreferences effective,
        Map<String, Level> decidedBy) {

    static PreferenceView of(Profile profile, Resolved resolved) {
        var settings = profile.settings();
        return new PreferenceView(
                profile.patientId(),
                profile.organizationId(),
                resolved.preferences().version(),
                profile.providerId(),
                settings.timezone(),
                settings.language(),
                Hours.start(settings.quiet()),
                Hours.end(settings.quiet()),
                Hours.start(settings.work()),
                Hours.end(settings.work()),
                settings.bestHour(),
                profile.contact(Channel.EMAIL).allowed(),
                profile.contact(Channel.SMS).allowed(),
                profile.contact(Channel.WHATSAPP).allowed(),
                marketing(resolved, Channel.EMAIL),
                marketing(resolved, Channel.SMS),
                marketing(resolved, Channel.WHATSAPP),
                profile.contact(Channel.EMAIL).address(),
                profile.contact(Channel.SMS).address(),
                profile.contact(Channel.WHATSAPP).address(),
                resolved.preferences(),
                resolved.decidedBy());
    }

    private static boolean marketing(Resolved resolved, Channel channel) {
        var preference = resolved.preferences().channels().get(channel);
        return preference != null && preference.marketingOptIn();
    }

    @Override
    public String toString() {
        return "PreferenceView[patientId=" + patientId + ", " + Masked.MASK + "]";
    }
}
