package com.ovhi.outreach.preference.effective;

import com.fasterxml.jackson.annotation.JsonValue;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a patient may be. A zone of their own is believed, then the state they live in; else every zone their numbers
 * and their clinics suggest counts, because a message may only leave when it is a decent hour in all of them.
 *
 * @param zone where they are; null when that is not known
 * @param candidates in alphabetical order, never empty
 */
record ZoneGuess(@Nullable String zone, List<Candidate> candidates) {

    /** Where a patient of whom nothing is known may be: anywhere in the United States. */
    static final List<String> ANYWHERE = List.of(
            "America/Anchorage",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "America/New_York",
            "America/Phoenix",
            "Pacific/Honolulu");

    static ZoneGuess of(Profile profile, Map<Level, Settings> levels) {
        var own = profile.settings().timezone();
        if (own != null && Settings.isZone(own)) {
            return new ZoneGuess(own, List.of(new Candidate(own, Source.PATIENT, Confidence.CERTAIN)));
        }
        var living = profile.addressZones();
        if (living.size() == 1) {
            return new ZoneGuess(
                    living.getFirst(), List.of(new Candidate(living.getFirst(), Source.ADDRESS, Confidence.HIGH)));
        }
        return new ZoneGuess(null, living.isEmpty() ? suggested(profile, levels) : inState(living));
    }

    List<String> zones() {
        return candidates.stream().map(Candidate::zone).toList();
    }

    private static List<Candidate> inState(List<String> zones) {
        return zones.stream()
                .sorted()
                .map(each -> new Candidate(each, Source.ADDRESS, Confidence.MEDIUM))
                .toList();
    }

    private static List<Candidate> suggested(Profile profile, Map<Level, Settings> levels) {
        var phones = Stream.of(Channel.SMS, Channel.WHATSAPP)
                .flatMap(channel -> zonesOf(profile.contact(channel).address()))
                .filter(Settings::isZone)
                .collect(Collectors.toSet());
        var sites = Stream.of(Level.PROVIDER, Level.ORGANIZATION, Level.GLOBAL)
                .map(level -> levels.getOrDefault(level, Settings.NONE).timezone())
                .flatMap(Stream::ofNullable)
                .filter(Settings::isZone)
                .collect(Collectors.toSet());
        var all = new TreeSet<>(phones);
        all.addAll(sites);
        if (all.isEmpty()) {
            return ANYWHERE.stream()
                    .map(each -> new Candidate(each, Source.NOTHING, Confidence.NONE))
                    .toList();
        }
        return all.stream()
                .map(each -> new Candidate(
                        each,
                        sites.contains(each) ? Source.SITE : Source.PHONE_PREFIX,
                        sites.contains(each) && phones.contains(each) ? Confidence.MEDIUM : Confidence.LOW))
                .toList();
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

    /** A zone the patient may be in, what suggests it, and how far that can be trusted. */
    record Candidate(String zone, Source source, Confidence confidence) {}

    /** What suggests a zone. */
    enum Source {
        /** The patient, or OVHI core for them, named the zone. */
        PATIENT,
        /** The state they live in. */
        ADDRESS,
        /** Where their clinic is. */
        SITE,
        /** Where their telephone number was given out. */
        PHONE_PREFIX,
        /** Nothing does; it is one of all. */
        NOTHING;

        @JsonValue
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far a suggestion can be trusted. */
    enum Confidence {
        CERTAIN,
        HIGH,
        MEDIUM,
        LOW,
        NONE;

        @JsonValue
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
