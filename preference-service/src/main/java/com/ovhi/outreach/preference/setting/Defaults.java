package com.ovhi.outreach.preference.setting;

import org.jspecify.annotations.Nullable;

/**
 * What an organisation or provider says for its patients.
 *
 * @param organizationId whose staff may change it, null for what holds for all
 * @param version grows with every change
 * @param set what its staff set
 * @param coreTimezone where it is, as OVHI core says
 * @param coreLanguage what it speaks, as OVHI core says
 * @param whatsappCapable whether the organisation may use WhatsApp at all
 */
public record Defaults(
        @Nullable Long organizationId,
        long version,
        Settings set,
        @Nullable String coreTimezone,
        @Nullable String coreLanguage,
        boolean whatsappCapable) {

    /** Nothing is known of the level. */
    public static final Defaults NONE = new Defaults(null, 0, Settings.NONE, null, null, true);

    /** What holds: what staff set, else what OVHI core says. */
    public Settings settings() {
        return new Settings(
                set.timezone() == null ? coreTimezone : set.timezone(),
                set.language() == null ? coreLanguage : set.language(),
                set.quiet(),
                set.work(),
                set.bestHour(),
                set.allowed());
    }

    boolean soundsLike(Defaults other) {
        return settings().equals(other.settings()) && whatsappCapable == other.whatsappCapable;
    }
}
