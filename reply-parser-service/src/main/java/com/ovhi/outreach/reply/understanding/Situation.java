package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import org.jspecify.annotations.Nullable;

/**
 * What is known beside the text.
 *
 * @param language the patient's, as a tag such as {@code es} or {@code es-MX}; null when unknown
 * @param question of ours to this patient that alone awaits an answer; null when none or several do
 * @param providerOptOut {@code STOP}, {@code START} or {@code HELP} when the provider judged it so
 * @param buttonPayload of the button that was pressed
 * @param northAmerican whether the patient's number has the country code +1, whose law takes a bare "cancel" for an opt-out
 */
public record Situation(
        Channel channel,
        @Nullable String language,
        @Nullable Question question,
        @Nullable String providerOptOut,
        @Nullable String buttonPayload,
        boolean northAmerican) {

    /** Of a patient in North America: the reading that rather ends messages. */
    public Situation(
            Channel channel,
            @Nullable String language,
            @Nullable Question question,
            @Nullable String providerOptOut,
            @Nullable String buttonPayload) {
        this(channel, language, question, providerOptOut, buttonPayload, true);
    }

    /** The same if this had been asked. */
    public Situation asking(Question other) {
        return new Situation(channel, language, other, providerOptOut, buttonPayload, northAmerican);
    }

    boolean promptOpen() {
        return question != null;
    }

    /** An answer that only means something if we asked. */
    Understood answer(Intent intent, double confidence, @Nullable String matched, String rule) {
        if (question == null) {
            return Understood.likely(Intent.OTHER, 0.3, matched, "no-open-prompt")
                    .forPerson()
                    .awaitingPrompt();
        }
        return question.offers(intent)
                ? Understood.likely(intent, confidence, matched, rule)
                : Understood.likely(Intent.OTHER, 0.4, matched, "not-offered").forPerson();
    }

    /** A wish that is plain by itself, but that only a person can fulfil if we did not ask. */
    Understood wish(Intent intent, double confidence, @Nullable String matched, String rule) {
        var understood = Understood.likely(intent, confidence, matched, rule);
        if (question == null) {
            return understood.forPerson().awaitingPrompt();
        }
        return question.offers(intent) ? understood : understood.forPerson();
    }

    /** A friendly sign: a cautious yes if we asked, else nothing to do. */
    Understood nod(double confidence, @Nullable String matched, String rule) {
        return question != null && question.offers(Intent.CONFIRM)
                ? Understood.likely(Intent.CONFIRM, confidence, matched, rule)
                : Understood.likely(Intent.ACK, 0.9, matched, rule).awaitingPrompt();
    }
}
