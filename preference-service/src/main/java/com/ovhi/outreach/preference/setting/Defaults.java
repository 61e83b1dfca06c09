package com.ovhi.outreach.preference.setting;

/**
 * What an organisation or provider says for its patients.
 *
 * @param whatsappCapable whether the organisation may use WhatsApp at all
 */
public record Defaults(Settings settings, boolean whatsappCapable) {

    /** Nothing is known of the level. */
    public static final Defaults NONE = new Defaults(Settings.NONE, true);
}
