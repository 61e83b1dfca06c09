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
            "(Liked|Loved|Le gustó|Le encantó|A aimé|A adoré|Curtiu|Amou|Gostou de|Adorou|Gefällt|Liebt|Ha messo .{1,20} a"
                    + "|喜欢|喜歡|(Reacted )?[👍❤\\x{1F3FB}-\\x{1F3FF}\\x{FE0F}]+ to) ?" + Echo.QUOTED),
    OTHER(
            "((Disliked|Laughed at|Emphasized|Questioned|No le gustó|N['’]a pas aimé|A ri de|A souligné|Não curtiu|Riu de)"
                    + "|(Reacted|Reaccionó|A réagi|Reagiu|Removed an?) .{1,30}|[^\\p{L}\\p{N}\\s\"“”«]{1,20} to) "
                    + Echo.QUOTED),
    IMAGE("(Liked|Loved|Disliked|Laughed at|Emphasized|Questioned) an? (image|attachment|movie)");

    /** Our message between quotation marks, and nothing after it. */
    private static final String QUOTED = "[\"“«„].*[\"”“»]";

    private static final String OPENING = "\"“«„";

    private final Pattern pattern;

    Echo(String opening) {
        pattern = Pattern.compile(opening, Pattern.DOTALL);
    }

    static Optional<Echo> of(String text) {
        var stripped = text.strip();
        if (!quotes(stripped)) {
            return IMAGE.pattern.matcher(stripped).matches() ? Optional.of(IMAGE) : Optional.empty();
        }
        for (var echo : values()) {
            if (echo.pattern.matcher(stripped).matches()) {
                return Optional.of(echo);
            }
        }
        return Optional.empty();
    }

    /** Few messages do; the others need no long look. */
    private static boolean quotes(String text) {
        return text.chars().anyMatch(each -> OPENING.indexOf(each) >= 0);
    }

    Understood meaning(Situation situation) {
        return this == FRIENDLY
                ? situation.nod(0.7, null, "reaction").forPerson()
                : Understood.likely(Intent.ACK, 0.9, null, "reaction");
    }
}
