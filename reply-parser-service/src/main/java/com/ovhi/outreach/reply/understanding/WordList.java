package com.ovhi.outreach.reply.understanding;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of one language. In its file, {@code [section words]} is followed by words separated by blanks,
 * {@code [section phrases]} and {@code [section alone]} by one entry a line. Words and what stands alone mean something
 * only as a whole message; phrases of some sections also inside one.
 */
final class WordList {

    private final String language;
    private final Map<Section, Set<String>> wholes = new EnumMap<>(Section.class);
    private final Map<Section, Set<String>> words = new EnumMap<>(Section.class);
    private final Map<Section, List<String[]>> phrases = new EnumMap<>(Section.class);

    WordList(String language, String text) {
        this.language = language;
        var section = Section.CONFIRM;
        var form = "words";
        for (var line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                var title = line.substring(1, line.length() - 1).split(" ");
                section = Section.of(title[0]);
                form = title[1];
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                add(section, form, line);
            }
        }
    }

    private void add(Section section, String form, String line) {
        for (var entry : form.equals("words") ? List.of(line.split("\\s+")) : List.of(line)) {
            var key = entryKey(entry);
            wholes.computeIfAbsent(section, _ -> new HashSet<>()).add(key);
            if (form.equals("words")) {
                words.computeIfAbsent(section, _ -> new HashSet<>()).add(key);
            }
            if (form.equals("phrases")) {
                phrases.computeIfAbsent(section, _ -> new ArrayList<>()).add(key.split(" "));
            }
        }
    }

    /** Words by their folded spelling, signs as they are. */
    private static String entryKey(String entry) {
        var message = Message.of(entry);
        return message.tokens().isEmpty() ? sign(entry, message) : Message.join(message.tokens());
    }

    private static String sign(String entry, Message message) {
        return message.signs().isEmpty() ? entry : message.signs().getFirst();
    }

    /** Its code, such as {@code en}; {@code any} for the list that belongs to all. */
    String language() {
        return language;
    }

    /** Whether a whole message means this. */
    boolean whole(Section section, String key) {
        return wholes.getOrDefault(section, Set.of()).contains(key);
    }

    /** Whether a single word belongs to a section. */
    boolean word(Section section, String word) {
        return words.getOrDefault(section, Set.of()).contains(word);
    }

    Set<String> words(Section section) {
        return words.getOrDefault(section, Set.of());
    }

    List<String[]> phrases(Section section) {
        return phrases.getOrDefault(section, List.of());
    }
}
