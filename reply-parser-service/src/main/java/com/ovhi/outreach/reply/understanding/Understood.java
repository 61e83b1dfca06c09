package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import org.jspecify.annotations.Nullable;

/**
 * What a reply means.
 *
 * @param confidence in [0, 1]
 * @param language of the word list that matched, null for signs and numbers
 * @param matchedRule which rule decided, from a closed vocabulary
 * @param needsPerson whether somebody at the clinic should look at it
 * @param promptMatters whether it would mean more if we had asked the patient something
 * @param alsoStop whether the same message asks for no more messages, which must be obeyed as well; only beside an emergency
 *     or a wrong person, for elsewhere a stop is the intent
 */
public record Understood(
        Intent intent,
        double confidence,
        @Nullable String language,
        String matchedRule,
        boolean needsPerson,
        boolean promptMatters,
        boolean alsoStop) {

    /** The rule of {@link #mayBeStop}. */
    static final String STOP_IN_DOUBT = "stop-in-doubt";

    /** Whether it asks for no more messages in words that may be about something else: a person decides, and soon. */
    public boolean mayBeStop() {
        return matchedRule.equals(STOP_IN_DOUBT);
    }

    static Understood certain(Intent intent, @Nullable String language, String rule) {
        return new Understood(intent, 1, language, rule, false, false, false);
    }

    static Understood likely(Intent intent, double confidence, @Nullable String language, String rule) {
        return new Understood(intent, confidence, language, rule, false, false, false);
    }

    /** The same, and somebody should look at it. */
    Understood forPerson() {
        return new Understood(intent, confidence, language, matchedRule, true, promptMatters, alsoStop);
    }

    Understood awaitingPrompt() {
        return new Understood(intent, confidence, language, matchedRule, needsPerson, true, alsoStop);
    }

    /** The same, and the messages shall end if so asked. */
    Understood andStop(boolean asked) {
        return new Understood(intent, confidence, language, matchedRule, needsPerson, promptMatters, asked);
    }
}
