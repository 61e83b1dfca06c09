package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.effective.ChannelRule.Ruling;
import com.ovhi.outreach.preference.effective.Explanation.Field;
import com.ovhi.outreach.preference.setting.Hours;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import com.ovhi.outreach.preference.suppression.Suppression;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Explains what {@link Resolution} decides, field by field. Total: every field has a level, a reason and a sentence. */
final class Explainer {

    private final Picture picture;
    private final Map<Channel, Ruling> rulings = new EnumMap<>(Channel.class);
    private final List<Field> fields = new ArrayList<>();

    private Explainer(Picture picture) {
        this.picture = picture;
        for (var channel : Channel.values()) {
            rulings.put(channel, ChannelRule.judge(picture, channel));
        }
    }

    static Explanation of(Picture picture) {
        return new Explainer(picture).explain();
    }

    private Explanation explain() {
        var profile = picture.profile();
        var zone = ZoneGuess.of(profile, picture.levels());
        timezone(zone);
        language();
        setting("quiet_start", picked(settings -> Hours.start(settings.quiet())));
        setting("quiet_end", picked(settings -> Hours.end(settings.quiet())));
        setting("work_start", picked(settings -> Hours.start(settings.work())));
        setting("work_end", picked(settings -> Hours.end(settings.work())));
        bestHour();
        rulings.forEach(this::allow);
        rulings.forEach(this::marketing);
        rulings.forEach(this::address);
        unencryptedEmail();
        return new Explanation(
                profile.patientId(),
                profile.organizationId(),
                profile.version(),
                List.copyOf(fields),
                zone.candidates());
    }

    private void timezone(ZoneGuess zone) {
        var strongest = zone.candidates().getFirst().source();
        if (zone.zone() == null) {
            add("timezone", null, Level.GLOBAL, "unknown", "Nobody knows; it must be a decent hour in all of 'zones'.");
        } else if (strongest == ZoneGuess.Source.PATIENT) {
            add("timezone", zone.zone(), Level.PATIENT, "said-by-patient", Sentences.said(Level.PATIENT));
        } else {
            add("timezone", zone.zone(), Level.PATIENT, "home-address", "The patient's state has this one zone.");
        }
    }

    private void language() {
        var pick = picked(Settings::language);
        if (pick == null) {
            add("language", Resolution.LANGUAGE, Level.GLOBAL, "built-in", "No level names a language.");
        } else {
            setting("language", pick);
        }
    }

    private void bestHour() {
        var profile = picture.profile();
        if (profile.hourIsLearned()) {
            add(
                    "best_hour",
                    profile.learnedBestHour(),
                    Level.PATIENT,
                    "learned",
                    "Learned from when this patient answers.");
        } else {
            setting("best_hour", picked(Settings::bestHour));
        }
    }

    private <T> Resolution.@Nullable Pick<T> picked(Function<Settings, @Nullable T> part) {
        return Resolution.pick(picture.levels(), part);
    }

    private void setting(String field, Resolution.@Nullable Pick<?> pick) {
        if (pick == null) {
            add(
                    field,
                    null,
                    Level.GLOBAL,
                    "nobody-said",
                    "No level says anything; nothing is restricted or preferred.");
        } else {
            add(field, pick.value(), pick.level(), Sentences.reason(pick.level()), Sentences.said(pick.level()));
        }
    }

    private void unencryptedEmail() {
        if (picture.consents().granted(Channel.EMAIL, ConsentClass.UNENCRYPTED)) {
            add("unencrypted_email_accepted", true, Level.PATIENT, "accepted", "The patient was warned and wants it.");
        } else {
            add("unencrypted_email_accepted", false, Level.GLOBAL, "not-accepted", "No acceptance of it is recorded.");
        }
    }

    private void allow(Channel channel, Ruling ruling) {
        var field = "allow_" + channel.code();
        var objection = ruling.preference().reason();
        if (objection != null) {
            add(field, false, ruling.level(), objection, Sentences.objection(objection, ruling.level()));
        } else if (ruling.said()) {
            add(field, true, ruling.level(), Sentences.reason(ruling.level()), Sentences.said(ruling.level()));
        } else {
            add(
                    field,
                    true,
                    Level.GLOBAL,
                    "nobody-said",
                    "No level says anything; a channel with an address may be used.");
        }
    }

    private void marketing(Channel channel, Ruling ruling) {
        var field = "marketing_opt_in_" + channel.code();
        var preference = ruling.preference();
        var suppression = picture.suppressions().getOrDefault(channel, Suppression.NONE);
        if (preference.marketingOptIn()) {
            add(field, true, Level.PATIENT, "consented", "The patient agreed, and nothing stands against it.");
        } else if (picture.consents().revoked(channel, ConsentClass.MARKETING)) {
            add(field, false, Level.PATIENT, "consent-revoked", "The patient said no, and no newer consent lifted it.");
        } else if (!picture.consents().granted(channel, ConsentClass.MARKETING)) {
            add(field, false, Level.PATIENT, "no-consent", "The patient never agreed; nobody can agree for them.");
        } else {
            var reason = preference.reason();
            var objection = reason == null ? ChannelRule.suppressed(suppression) : reason;
            add(field, false, ruling.level(), objection, Sentences.objection(objection, ruling.level()));
        }
    }

    private void address(Channel channel, Ruling ruling) {
        var field = channel == Channel.EMAIL ? "email_address" : channel.code() + "_number";
        var contact = picture.profile().contact(channel);
        var objection = ruling.preference().reason();
        if (objection != null && (picture.profile().gone() != null || ChannelRule.WRONG_PERSON.equals(objection))) {
            add(field, null, Level.PATIENT, objection, Sentences.objection(objection, Level.PATIENT));
        } else if (contact.address() != null) {
            var masked = Sentences.masked(channel, contact.address());
            add(field, masked, Level.PATIENT, "said-by-patient", Sentences.said(Level.PATIENT));
        } else {
            var problem = contact.problem() == null ? ChannelRule.NO_ADDRESS : contact.problem();
            add(field, null, Level.PATIENT, problem, Sentences.objection(problem, Level.PATIENT));
        }
    }

    private void add(String field, @Nullable Object value, Level level, String reason, String sentence) {
        fields.add(new Field(field, value, level, reason, sentence));
    }
}
