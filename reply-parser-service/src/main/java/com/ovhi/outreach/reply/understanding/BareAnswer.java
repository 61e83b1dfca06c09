package com.ovhi.outreach.reply.understanding;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a message says to a question that offers numbers, courtesies at its ends aside.
 *
 * @param number from 1 to 9, in the digits of any script, that is all it says
 * @param numbered whether it says such a number, alone or among a few words or with a question mark
 * @param yes whether it says yes and nothing else
 */
public record BareAnswer(OptionalInt number, boolean numbered, boolean yes) {

    static final BareAnswer NOTHING = new BareAnswer(OptionalInt.empty(), false, false);

    /** Of a longer message a digit is hardly the point. */
    private static final int FEW = 3;

    /** Only what agrees to whatever was asked: nothing that promises to come or calls something fine. */
    private static final Set<String> YES = Stream.of(
                    "yes", "y", "yep", "yeah", "yup", "sí", "oui", "sim", "ja", "sì", "да", "是", "是的", "네", "예", "vâng",
                    "có", "نعم", "oo", "opo", "wi", "tak", "हाँ", "हां")
            .map(each -> Message.join(Message.of(each).tokens()))
            .collect(Collectors.toUnmodifiableSet());

    /** Whether it says a number in such a way that neither the number nor the words can be relied on. */
    public boolean mixed() {
        return numbered && number.isEmpty();
    }

    static BareAnswer of(Reading reading) {
        var words = reading.bareTokens();
        var digits = words.stream().filter(BareAnswer::digit).toList();
        var alone = words.size() == 1 && !reading.asks();
        return new BareAnswer(
                alone && digits.size() == 1 ? OptionalInt.of(value(digits)) : OptionalInt.empty(),
                words.size() <= FEW && !digits.isEmpty(),
                !reading.asks() && YES.contains(Message.join(words)));
    }

    private static boolean digit(Message.Token token) {
        var word = token.plain();
        return word.length() == 1 && word.charAt(0) >= '1' && word.charAt(0) <= '9';
    }

    private static int value(List<Message.Token> digits) {
        return digits.getFirst().plain().charAt(0) - '0';
    }
}
