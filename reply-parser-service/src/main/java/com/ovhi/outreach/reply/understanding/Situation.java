package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known beside the text.
 *
 * @param language the patient's, as a tag such as {@code es} or {@code es-MX}; null when unknown
 * @param promptOpen whether exactly one question of ours to this patient awaits an answer
 * @param providerOptOut {@code STOP}, {@code START} or {@code HELP} when the provider judged it so
 * @param buttonPayload of the button that was pressed
 */
public record Situation(
        Channel channel,
        @Nullable String language,
        boolean promptOpen,
        @Nullable String providerOptOut,
        @Nullable String buttonPayload) {

    /** The language without its region, or null. */
    @Nullable
    String baseLanguage() {
        return language == null || language.isBlank()
                ? null
                : language.strip().toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    }

    /** An answer that only means something if we asked. */
    Understood answer(Intent intent, double confidence, @Nullable String matched, String rule) {
        return promptOpen
                ? Understood.likely(intent, confidence, matched, rule)
                : Understood.likely(Intent.OTHER, 0.3, matched, "no-open-prompt")
                        .forPerson()
                        .awaitingPrompt();
    }

    /** A wish that is plain by itself, but that only a person can fulfil if we did not ask. */
    Understood wish(Intent intent, double confidence, @Nullable String matched, String rule) {
        var understood = Understood.likely(intent, confidence, matched, rule);
        return promptOpen ? understood : understood.forPerson().awaitingPrompt();
    }

    /** A friendly sign: a cautious yes if we asked, else nothing to do. */
    Understood nod(double confidence, @Nullable String matched, String rule) {
        return promptOpen
                ? Understood.likely(Intent.CONFIRM, confidence, matched, rule)
                : Understood.likely(Intent.ACK, 0.9, matched, rule).awaitingPrompt();
    }
}
