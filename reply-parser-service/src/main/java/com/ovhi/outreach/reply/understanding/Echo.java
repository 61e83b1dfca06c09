package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tap on our message that arrives as text and quotes it, with every keyword in it: {@code Liked “… Reply STOP to end”}.
 * The quotation must never be taken for the patient's words.
 */
enum Echo {
    FRIENDLY(
            "(Liked|Loved|Le gust\u00f3|Le encant\u00f3|(Reacted )?[\uD83D\uDC4D\u2764\uFE0F]+ to) ?[\"\u201c\u201d\u00ab]"),
    OTHER(
            "(Disliked|Laughed at|Emphasized|Questioned|Reaccion\u00f3|Reacted|Removed|No le gust\u00f3|\\S+ to) ?.{0,20}[\"\u201c\u201d\u00ab]"),
    IMAGE("(Liked|Loved|Disliked|Laughed at|Emphasized|Questioned) an? (image|attachment|movie)");

    private final Pattern pattern;

    Echo(String opening) {
        pattern = Pattern.compile("\\s*" + opening + ".*", Pattern.DOTALL);
    }

    static Optional<Echo> of(String text) {
        for (var echo : values()) {
            if (echo.pattern.matcher(text).matches()) {
                return Optional.of(echo);
            }
        }
        return Optional.empty();
    }

    Understood meaning(Situation situation) {
        return this == FRIENDLY
                ? situation.nod(0.7, null, "reaction").forPerson()
                : Understood.likely(Intent.ACK, 0.9, null, "reaction");
    }
}
