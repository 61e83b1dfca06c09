package com.ovhi.outreach.reply.understanding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the words of one language. In its file, {@code [section words]} is followed by words separated by blanks (with a hyphen
 * where several count as one); the other forms by one entry a line, in which {@code (a|b)} offers a choice. Everything means
 * something as a whole message; what the {@link Form forms} say decides whether it does inside one, too.
 */
final class WordList {

    private static final Pattern CHOICE = Pattern.compile("\\(([^()]*)\\)");

    private final String language;
    private final List<Entry> entries = new ArrayList<>();

    WordList(String language, String text) {
        this.language = language;
        read(text, entries::add);
    }

    /** Its code, such as {@code en}; {@code any} for the list that belongs to all. */
    String language() {
        return language;
    }

    List<Entry> entries() {
        return entries;
    }

    private static void read(String text, Consumer<Entry> into) {
        var section = Section.CONFIRM;
        var form = Form.WORDS;
        for (var line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                var title = line.substring(1, line.length() - 1).split(" ");
                section = Section.of(title[0]);
                form = Form.valueOf(title[1].toUpperCase(Locale.ROOT));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                for (var entry : form == Form.WORDS ? List.of(line.split("\\s+")) : alternatives(line)) {
                    into.accept(Entry.of(section, form, entry));
                }
            }
        }
    }

    /** The lines that a line with choices stands for: {@code (do not|dont) text me}. */
    private static List<String> alternatives(String line) {
        var choice = CHOICE.matcher(line);
        return choice.find()
                ? Stream.of(choice.group(1).split("[|]", -1))
                        .map(each -> line.substring(0, choice.start()) + each + line.substring(choice.end()))
                        .flatMap(each -> alternatives(each).stream())
                        .toList()
                : List.of(line);
    }

    /** How entries are written, and whether they count inside a longer message. */
    enum Form {
        /** Where rules look for words of their section. */
        WORDS,
        /** Anywhere. */
        PHRASES,
        /** Only where nothing else of weight follows in the clause: {@code не присылайте} {@code курьера} is no opt-out. */
        ENDING,
        /** Only where nothing else of weight stands before it in the clause, as objects do in Korean and Hindi. */
        OPENING,
        /** Nowhere. */
        ALONE
    }

    /**
     * A word or phrase.
     *
     * @param folded its words by their folded spelling; a sign as it is
     * @param plain the words as they are spelt, joined by blanks
     */
    record Entry(Section section, Form form, List<String> folded, String plain) {

        /** Whether it counts as one word of its language. */
        boolean word() {
            return form == Form.WORDS;
        }

        /** Whether it may count inside a longer message. */
        boolean inside() {
            return form != Form.WORDS && form != Form.ALONE;
        }

        /** The words as they are spelt. */
        List<String> spelt() {
            return List.of(plain.split(" "));
        }

        static Entry of(Section section, Form form, String text) {
            var message = Message.of(text);
            var sign = message.signs().isEmpty() ? text : message.signs().getFirst();
            var words = message.tokens().isEmpty()
                    ? List.of(sign)
                    : message.tokens().stream().map(Message.Token::folded).toList();
            var plain = message.tokens().isEmpty() ? sign : Message.joinPlain(message.tokens());
            return new Entry(section, form, words, plain);
        }

        String key() {
            return String.join(" ", folded);
        }
    }
}
