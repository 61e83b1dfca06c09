package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.profile.Contact;
import com.ovhi.outreach.preference.suppression.Suppression;
import org.jspecify.annotations.Nullable;

/** Whether a patient may be contacted on a channel, and the first reason why not. */
final class ChannelRule {

    static final String NO_ADDRESS = "no-address";
    static final String WRONG_PERSON = "suppressed-wrong-person";
    static final String OPTED_OUT = "opted-out";
    static final String NOT_ALLOWED = "not-allowed";

    private ChannelRule() {}

    static ChannelPreference judge(Picture picture, Channel channel) {
        var contact = picture.profile().contact(channel);
        var suppression = picture.suppressions().getOrDefault(channel, Suppression.NONE);
        var reason = objection(picture, channel, contact, suppression);
        var disowned = WRONG_PERSON.equals(reason);
        return new ChannelPreference(
                reason == null,
                reason == null && !suppression.active() && picture.consents().granted(channel, ConsentClass.MARKETING),
                disowned ? null : contact.address(),
                disowned ? null : contact.hash(),
                reason);
    }

    private static @Nullable String objection(
            Picture picture, Channel channel, Contact contact, Suppression suppression) {
        var hash = contact.hash();
        if (hash == null) {
            return contact.problem() == null ? NO_ADDRESS : contact.problem();
        }
        if (picture.disowned().contains(hash)) {
            return WRONG_PERSON;
        }
        if (picture.consents().revoked(channel, ConsentClass.TRANSACTIONAL)) {
            return OPTED_OUT;
        }
        if (suppression.total()) {
            return "suppressed-" + suppression.reason().code();
        }
        return allowed(picture, channel, contact) ? null : NOT_ALLOWED;
    }

    private static boolean allowed(Picture picture, Channel channel, Contact contact) {
        var said = contact.allowed();
        return (said == null || said) && (channel != Channel.WHATSAPP || picture.whatsappCapable());
    }
}
