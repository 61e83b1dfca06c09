package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What protects the patient and therefore comes first: emergencies, opt-outs, wrong numbers, calls for help. */
final class ProtectionRules {

    /** Letters of other alphabets that look like, or stand for, those of STOP. */
    private static final Map<Integer, String> LOOKALIKES = Map.ofEntries(
            Map.entry((int) 'с', "s"),
            Map.entry((int) 'ѕ', "s"),
            Map.entry((int) 'т', "t"),
            Map.entry((int) 'τ', "t"),
            Map.entry((int) 'о', "o"),
            Map.entry((int) 'ο', "o"),
            Map.entry((int) 'р', "p"),
            Map.entry((int) 'п', "p"),
            Map.entry((int) 'ρ', "p"));

    private static final Set<Section> KEYWORDS = EnumSet.of(
            Section.CONFIRM, Section.RESCHEDULE, Section.CANCEL, Section.NO, Section.POLITE, Section.EMPHASIS);

    List<ReplyRule> inOrder() {
        return List.of(
                this::emergency,
                this::provider,
                this::stop,
                this::stopAmongKeywords,
                this::bareCancel,
                this::autoReply,
                this::wrongPerson,
                this::start,
                this::help,
                this::button);
    }

    private Optional<Understood> emergency(Reading reading, Situation situation) {
        return reading.phrases(Section.EMERGENCY).stream()
                .filter(phrase -> !partOfNumber(reading, phrase))
                .map(Words.Phrase::language)
                .findFirst()
                .or(() -> reading.whole(Section.EMERGENCY))
                .map(language -> Understood.certain(Intent.EMERGENCY, named(language), "emergency")
                        .forPerson()
                        .andStop(StopSentences.alsoAsked(reading, situation)));
    }

    /** 911 amidst other digits belongs to a telephone number. */
    private static boolean partOfNumber(Reading reading, Words.Phrase phrase) {
        return number(reading, phrase.start())
                && (number(reading, phrase.start() - 1) || number(reading, phrase.end()));
    }

    private static boolean number(Reading reading, int place) {
        return place >= 0
                && place < reading.tokens().size()
                && Character.isDigit(reading.tokens().get(place).folded().charAt(0));
    }

    private Optional<Understood> provider(Reading reading, Situation situation) {
        return switch (situation.providerOptOut()) {
            case "STOP" -> Optional.of(providerStop(reading));
            case "START" -> Optional.of(providerStart(reading, situation));
            case "HELP" -> Optional.of(Understood.certain(Intent.HELP, null, "provider-help"));
            case null, default -> Optional.empty();
        };
    }

    /** "Cancel" is a stop word for the provider, but the patient may have meant the visit. */
    private Understood providerStop(Reading reading) {
        var stop = Understood.certain(Intent.STOP, null, "provider-stop");
        return reading.whole(Section.BARE_CANCEL).isPresent() ? stop.forPerson() : stop;
    }

    /** "Yes" is an opt-in word for the provider, but an answer to a question of ours. */
    private Understood providerStart(Reading reading, Situation situation) {
        var start = Understood.certain(Intent.START, null, "provider-start");
        if (reading.whole(Section.CONFIRM).isEmpty()) {
            return start;
        }
        return situation.promptOpen()
                ? Understood.certain(Intent.CONFIRM, null, "provider-start-is-yes")
                : start.awaitingPrompt();
    }

    private Optional<Understood> stop(Reading reading, Situation situation) {
        return reading.whole(Section.STOP)
                .map(language -> unsure(reading, situation)
                        ? Understood.likely(Intent.OTHER, 0.4, named(language), "clash-word")
                                .forPerson()
                                .awaitingPrompt()
                        : Understood.certain(Intent.STOP, named(language), "stop"))
                .or(() -> emphatic(reading))
                .or(() -> lookalike(reading))
                .or(() -> Typos.of(Section.STOP, reading)
                        .map(language -> Understood.likely(Intent.STOP, 0.85, named(language), "stop-misspelt")
                                .forPerson()));
    }

    /** {@code fin} is no stop when nobody has asked anything. */
    private static boolean unsure(Reading reading, Situation situation) {
        return !situation.promptOpen() && reading.whole(Section.PROMPTED).isPresent();
    }

    /** {@code ferma tutto}: a stop word of any language, and nothing else but weight and courtesy behind it. */
    private static Optional<Understood> emphatic(Reading reading) {
        var bare = reading.bare();
        if (bare.isEmpty() || reading.asks() || reading.isClash(bare.from())) {
            return Optional.empty();
        }
        var length = reading.at(Section.STOP, bare.from());
        var next = bare.from() + length;
        return length > 0
                        && next < bare.to()
                        && reading.at(Section.PLACE, bare.from()) == 0
                        && reading.skip(next, Section.EMPHASIS, Section.POLITE)
                                == reading.tokens().size()
                ? Optional.of(Understood.likely(Intent.STOP, 0.9, null, "stop-emphatic")
                        .forPerson())
                : Optional.empty();
    }

    private Optional<Understood> lookalike(Reading reading) {
        var folded = Message.join(reading.tokens())
                .replace(" ", "")
                .codePoints()
                .mapToObj(each -> LOOKALIKES.getOrDefault(each, Character.toString(each)))
                .collect(Collectors.joining());
        return folded.equals("stop")
                ? Optional.of(Understood.likely(Intent.STOP, 0.95, null, "stop-lookalike"))
                : Optional.empty();
    }

    /** {@code YES STOP}, {@code stop it now}: stop wins over whatever stands beside it, as long as that is a keyword, too. */
    private Optional<Understood> stopAmongKeywords(Reading reading, Situation situation) {
        var bare = reading.bare();
        var stops = false;
        for (var place = bare.from(); place < bare.to(); ) {
            var stop = reading.at(Section.STOP, place, reading.lexicon().any());
            var keyword = Math.max(stop, keyword(reading, place));
            if (keyword == 0) {
                return Optional.empty();
            }
            stops |= stop > 0;
            place += keyword;
        }
        return stops
                ? Optional.of(Understood.likely(Intent.STOP, 0.95, null, "stop-among-keywords"))
                : Optional.empty();
    }

    private static int keyword(Reading reading, int place) {
        return KEYWORDS.stream()
                .mapToInt(section -> reading.at(section, place))
                .max()
                .orElse(0);
    }

    /** North American law counts the bare word as an opt-out of texts; elsewhere it may answer our question about the visit. */
    private Optional<Understood> bareCancel(Reading reading, Situation situation) {
        return reading.whole(Section.BARE_CANCEL)
                .map(language -> situation.channel() == Channel.SMS && situation.northAmerican()
                        ? Understood.likely(Intent.STOP, 0.9, named(language), "bare-cancel")
                                .forPerson()
                        : situation
                                .answer(Intent.CANCEL, 0.8, named(language), "bare-cancel-of-visit")
                                .forPerson());
    }

    private Optional<Understood> autoReply(Reading reading, Situation situation) {
        return said(Section.AUTO_REPLY, reading)
                .map(language -> Understood.likely(Intent.AUTO_REPLY, 0.95, named(language), "auto-reply"));
    }

    private Optional<Understood> wrongPerson(Reading reading, Situation situation) {
        return reading.phrases(Section.WRONG_PERSON).stream()
                .filter(phrase -> !ofCare(reading, phrase))
                .map(Words.Phrase::language)
                .findFirst()
                .or(() -> reading.whole(Section.WRONG_PERSON))
                .map(language -> Understood.likely(Intent.WRONG_PERSON, 0.95, named(language), "wrong-person")
                        .forPerson()
                        .andStop(StopSentences.alsoAsked(reading, situation)));
    }

    /** "The wrong number of pills", "not my number of insurance". */
    private static boolean ofCare(Reading reading, Words.Phrase phrase) {
        return reading.of(phrase, Section.CARE, Section.THING);
    }

    private Optional<Understood> start(Reading reading, Situation situation) {
        return reading.whole(Section.START).map(language -> Understood.certain(Intent.START, named(language), "start"));
    }

    private Optional<Understood> help(Reading reading, Situation situation) {
        return reading.whole(Section.HELP)
                .or(() -> Typos.of(Section.HELP, reading))
                .map(language ->
                        Understood.certain(Intent.HELP, named(language), "help").forPerson());
    }

    /** The part of the payload before a colon names the answer; templates write it out or as one letter. */
    private Optional<Understood> button(Reading reading, Situation situation) {
        var payload = situation.buttonPayload();
        if (payload == null) {
            return Optional.empty();
        }
        return switch (payload.strip().toLowerCase(Locale.ROOT).split("[:|/]", 2)[0]) {
            case "confirm", "yes", "c", "1" -> Optional.of(situation.answer(Intent.CONFIRM, 1, null, "button"));
            case "reschedule", "r", "2" -> Optional.of(situation.wish(Intent.RESCHEDULE, 1, null, "button"));
            case "cancel", "x", "3" -> Optional.of(situation.wish(Intent.CANCEL, 1, null, "button"));
            case "stop" -> Optional.of(Understood.certain(Intent.STOP, null, "button"));
            default -> Optional.empty();
        };
    }

    /** Whether it is said anywhere, or alone. */
    private static Optional<String> said(Section section, Reading reading) {
        return reading.phrase(section).map(Words.Phrase::language).or(() -> reading.whole(section));
    }

    /** The language of a list, null for the one that belongs to all. */
    static @Nullable String named(String language) {
        return language.equals("any") ? null : language;
    }
}
