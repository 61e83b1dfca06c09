package com.ovhi.outreach.reply.understanding;

import java.util.OptionalInt;

/** A number from 1 to 9 that is all a message says, in the digits of any script. */
public final class ChosenNumber {

    private ChosenNumber() {}

    public static OptionalInt in(String text) {
        var message = Message.of(text);
        var words = message.tokens();
        if (words.size() != 1 || message.asks()) {
            return OptionalInt.empty();
        }
        var word = words.getFirst().plain();
        return word.length() == 1 && word.charAt(0) >= '1' && word.charAt(0) <= '9'
                ? OptionalInt.of(word.charAt(0) - '0')
                : OptionalInt.empty();
    }
}
