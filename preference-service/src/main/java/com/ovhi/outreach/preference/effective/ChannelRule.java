package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.profile.Contact;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import com.ovhi.outreach.preference.suppression.Suppression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a patient may be contacted on a channel, and the first reason why not. */
final class ChannelRule {

    static final String NO_ADDRESS = "no-address";
    static final String WRONG_PERSON = "suppressed-wrong-person";
    static final String OPTED_OUT = "opted-out";
    static final String NOT_ALLOWED = "not-allowed";
    static final String SUPPRESSED = "suppressed-";

    private static final List<Level> BEHIND_THE_PATIENT = List.of(Level.PROVIDER, Level.ORGANIZATION, Level.GLOBAL);

    private ChannelRule() {}

    static Ruling judge(Picture picture, Channel channel) {
        var contact = picture.profile().contact(channel);
        var suppression = picture.suppressions().getOrDefault(channel, Suppression.NONE);
        var word = word(picture, channel, contact);
        var reason = objection(picture, channel, contact, suppression, word);
        var withheld = picture.profile().gone() != null || WRONG_PERSON.equals(reason);
        var preference = new ChannelPreference(
                reason == null,
                reason == null && !suppression.active() && picture.consents().granted(channel, ConsentClass.MARKETING),
                withheld ? null : contact.address(),
                withheld ? null : contact.hash(),
                reason);
        var byPatient = reason != null && !reason.equals(NOT_ALLOWED);
        return new Ruling(preference, byPatient ? Level.PATIENT : word.level(), word.said());
    }

    private static @Nullable String objection(
            Picture picture, Channel channel, Contact contact, Suppression suppression, Word word) {
        var gone = picture.profile().gone();
        if (gone != null) {
            return gone.reason();
        }
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
            return suppressed(suppression);
        }
        return word.allowed() ? null : NOT_ALLOWED;
    }

    static String suppressed(Suppression suppression) {
        return SUPPRESSED + suppression.reason().code().replace('_', '-');
    }

    /** What the nearest level says about using the channel; an organisation without WhatsApp has the last word. */
    private static Word word(Picture picture, Channel channel, Contact contact) {
        if (channel == Channel.WHATSAPP && !picture.whatsappCapable()) {
            return new Word(false, Level.ORGANIZATION, true);
        }
        var own = contact.allowed();
        if (own != null) {
            return new Word(own, Level.PATIENT, true);
        }
        for (var level : BEHIND_THE_PATIENT) {
            var said = picture.levels()
                    .getOrDefault(level, Settings.NONE)
                    .allowed()
                    .get(channel);
            if (said != null) {
                return new Word(said, level, true);
            }
        }
        return new Word(true, Level.GLOBAL, false);
    }

    private record Word(boolean allowed, Level level, boolean said) {}

    /**
     * What holds on a channel.
     *
     * @param level who decided it
     * @param said whether any level said anything about using the channel
     */
    record Ruling(ChannelPreference preference, Level level, boolean said) {}
}
