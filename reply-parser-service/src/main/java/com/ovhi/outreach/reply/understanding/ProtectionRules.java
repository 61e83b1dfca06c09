package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    private final Lexicon lexicon;
    private final Typos typos;

    ProtectionRules(Lexicon lexicon) {
        this.lexicon = lexicon;
        typos = new Typos(lexicon);
    }

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

    private Optional<Understood> emergency(Message message, Situation situation) {
        return lexicon.phrase(Section.EMERGENCY, message)
                .map(phrase -> Understood.certain(Intent.EMERGENCY, named(phrase.language()), "emergency")
                        .forPerson());
    }

    private Optional<Understood> provider(Message message, Situation situation) {
        return switch (situation.providerOptOut()) {
            case "STOP" -> Optional.of(providerStop(message, situation));
            case "START" -> Optional.of(providerStart(message, situation));
            case "HELP" -> Optional.of(Understood.certain(Intent.HELP, null, "provider-help"));
            case null, default -> Optional.empty();
        };
    }

    /** "Cancel" is a stop word for the provider, but the patient may have meant the visit. */
    private Understood providerStop(Message message, Situation situation) {
        var stop = Understood.certain(Intent.STOP, null, "provider-stop");
        return whole(Section.BARE_CANCEL, message, situation).isPresent() ? stop.forPerson() : stop;
    }

    /** "Yes" is an opt-in word for the provider, but an answer to a question of ours. */
    private Understood providerStart(Message message, Situation situation) {
        var start = Understood.certain(Intent.START, null, "provider-start");
        if (whole(Section.CONFIRM, message, situation).isEmpty()) {
            return start;
        }
        return situation.promptOpen()
                ? Understood.certain(Intent.CONFIRM, null, "provider-start-is-yes")
                : start.awaitingPrompt();
    }

    private Optional<Understood> stop(Message message, Situation situation) {
        return whole(Section.STOP, message, situation)
                .map(list -> Understood.certain(Intent.STOP, named(list.language()), "stop"))
                .or(() -> lookalike(message))
                .or(() -> typos.of(Section.STOP, message, situation)
                        .map(list -> Understood.likely(Intent.STOP, 0.85, named(list.language()), "stop-misspelt")
                                .forPerson()));
    }

    private Optional<Understood> lookalike(Message message) {
        var folded = Message.join(message.tokens())
                .codePoints()
                .mapToObj(each -> LOOKALIKES.getOrDefault(each, Character.toString(each)))
                .collect(Collectors.joining());
        return folded.equals("stop")
                ? Optional.of(Understood.likely(Intent.STOP, 0.95, null, "stop-lookalike"))
                : Optional.empty();
    }

    /** {@code YES STOP}: stop wins over whatever stands beside it, as long as all of it are keywords. */
    private Optional<Understood> stopAmongKeywords(Message message, Situation situation) {
        var tokens = lexicon.bare(message.tokens());
        var stops = tokens.stream().anyMatch(each -> lexicon.any().word(Section.STOP, each.folded()));
        var keywords = tokens.stream()
                .allMatch(each -> lexicon.any().word(Section.STOP, each.folded())
                        || lexicon.word(Section.CONFIRM, each)
                        || lexicon.word(Section.RESCHEDULE, each)
                        || lexicon.word(Section.CANCEL, each)
                        || lexicon.word(Section.NO, each));
        return stops && keywords
                ? Optional.of(Understood.likely(Intent.STOP, 0.95, null, "stop-among-keywords"))
                : Optional.empty();
    }

    /** The law counts the bare word as an opt-out of texts; elsewhere it may answer our question about the visit. */
    private Optional<Understood> bareCancel(Message message, Situation situation) {
        return whole(Section.BARE_CANCEL, message, situation)
                .map(list -> situation.channel() == Channel.SMS
                        ? Understood.likely(Intent.STOP, 0.9, named(list.language()), "bare-cancel")
                                .forPerson()
                        : situation
                                .answer(Intent.CANCEL, 0.8, named(list.language()), "bare-cancel-of-visit")
                                .forPerson());
    }

    private Optional<Understood> autoReply(Message message, Situation situation) {
        return lexicon.phrase(Section.AUTO_REPLY, message)
                .map(phrase -> Understood.likely(Intent.AUTO_REPLY, 0.95, named(phrase.language()), "auto-reply"));
    }

    private Optional<Understood> wrongPerson(Message message, Situation situation) {
        return lexicon.phrase(Section.WRONG_PERSON, message)
                .map(phrase -> Understood.likely(Intent.WRONG_PERSON, 0.95, named(phrase.language()), "wrong-person")
                        .forPerson());
    }

    private Optional<Understood> start(Message message, Situation situation) {
        return whole(Section.START, message, situation)
                .map(list -> Understood.certain(Intent.START, named(list.language()), "start"));
    }

    private Optional<Understood> help(Message message, Situation situation) {
        return whole(Section.HELP, message, situation)
                .or(() -> typos.of(Section.HELP, message, situation))
                .map(list -> Understood.certain(Intent.HELP, named(list.language()), "help")
                        .forPerson());
    }

    /** The part of the payload before a colon names the answer; templates write it out or as one letter. */
    private Optional<Understood> button(Message message, Situation situation) {
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

    private Optional<WordList> whole(Section section, Message message, Situation situation) {
        return lexicon.whole(section, message, situation.baseLanguage());
    }

    /** The language of a list, null for the one that belongs to all. */
    static @org.jspecify.annotations.Nullable String named(String language) {
        return language.equals("any") ? null : language;
    }
}
