package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tap on our message that arrives as text and quotes it, with every keyword in it: {@code Liked “… Reply STOP to end”}.
 * The quotation must never be taken for the patient's words.
 */
enum Echo {
    FRIENDLY("(Liked|Loved|Le gustó|Le encantó|(Reacted )?[👍❤\\x{1F3FB}-\\x{1F3FF}\\x{FE0F}]+ to) " + Echo.QUOTED),
    OTHER("((Disliked|Laughed at|Emphasized|Questioned|No le gustó)|(Reacted|Reaccionó|Removed an?) .{1,30}"
            + "|[^\\p{L}\\p{N}\\s\"“”«]+ to) " + Echo.QUOTED),
    IMAGE("(Liked|Loved|Disliked|Laughed at|Emphasized|Questioned) an? (image|attachment|movie)");

    /** Our message between quotation marks, and nothing after it. */
    private static final String QUOTED = "[\"“«].*[\"”»]\\s*";

    private final Pattern pattern;

    Echo(String opening) {
        pattern = Pattern.compile("\\s*" + opening + "\\s*", Pattern.DOTALL);
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
