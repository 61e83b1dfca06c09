package com.ovhi.outreach.preference.effective;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.geocoding.PhoneNumberOfflineGeocoder;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.effective.ZoneGuess.Source;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.StateZones;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In which states of the country a patient may be: the one they live in, else all where the clocks show what they may
 * show for the patient, and those in which their numbers were given out. A message has to be allowed in each of them.
 */
final class StateGuess {

    private StateGuess() {}

    /** Two-letter codes in alphabetical order; null when the patient may be anywhere. */
    static @Nullable List<String> of(Profile profile, ZoneGuess zones) {
        if (profile.homeState() != null) {
            return List.of(profile.homeState());
        }
        var states = new TreeSet<String>();
        for (var candidate : zones.candidates()) {
            var there = StateZones.statesBy(candidate.zone());
            if (candidate.source() == Source.NOTHING || there.isEmpty()) {
                return null;
            }
            states.addAll(there);
        }
        Stream.of(Channel.SMS, Channel.WHATSAPP)
                .map(channel -> profile.contact(channel).address())
                .flatMap(Stream::ofNullable)
                .flatMap(number -> givenOut(number).stream())
                .forEach(states::add);
        return List.copyOf(states);
    }

    /** The state of an area code: its name, or its code after that of a town. */
    private static Optional<String> givenOut(String e164) {
        try {
            var number = PhoneNumberUtil.getInstance().parse(e164, null);
            var place = PhoneNumberOfflineGeocoder.getInstance().getDescriptionForNumber(number, Locale.ENGLISH);
            return StateZones.code(place.substring(place.lastIndexOf(',') + 1));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
