package com.ovhi.outreach.preference.effective;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a patient may be. A zone of their own is believed; else every zone their numbers and their clinics suggest
 * counts, because a message may only leave when it is a decent hour in all of them.
 */
final class ZoneGuess {

    /** Where a patient of whom nothing is known may be: anywhere in the United States. */
    static final List<String> ANYWHERE = List.of(
            "America/Anchorage",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "America/New_York",
            "America/Phoenix",
            "Pacific/Honolulu");

    private ZoneGuess() {}

    /** IANA zones in alphabetical order, never empty. */
    static List<String> candidates(Profile profile, Map<Level, Settings> levels) {
        var own = profile.settings().timezone();
        if (Settings.isZone(own)) {
            return List.of(own);
        }
        var phones = Stream.of(Channel.SMS, Channel.WHATSAPP)
                .flatMap(channel -> zonesOf(profile.contact(channel).address()));
        var clinics = Stream.of(Level.PROVIDER, Level.ORGANIZATION, Level.GLOBAL)
                .map(level -> levels.getOrDefault(level, Settings.NONE).timezone())
                .flatMap(Stream::ofNullable);
        var guesses = Stream.concat(phones, clinics)
                .filter(Settings::isZone)
                .distinct()
                .sorted()
                .toList();
        return guesses.isEmpty() ? ANYWHERE : guesses;
    }

    private static Stream<String> zonesOf(@Nullable String e164) {
        if (e164 == null) {
            return Stream.empty();
        }
        try {
            var number = PhoneNumberUtil.getInstance().parse(e164, null);
            return PhoneNumberToTimeZonesMapper.getInstance().getTimeZonesForNumber(number).stream()
                    .filter(zone -> !zone.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone()));
        } catch (NumberParseException e) {
            return Stream.empty();
        }
    }
}
