package com.ovhi.outreach.template.wording.sms;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Replaces typographic characters by those of the GSM 7-bit alphabet that say the same, when that makes the whole message
 * travel in this alphabet. Letters are never touched: an accent that the alphabet lacks stays, and costs a Unicode
 * message.
 */
public final class SafeCharacters {

    private static final Map<Integer, String> TABLE = new HashMap<>();

    static {
        put("'", "\u2018\u2019\u201A\u201B\u2032\u02BC\u02B9\u00B4\u0060");
        put("\"", "\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB");
        put("<", "\u2039");
        put(">", "\u203A");
        put("-", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043");
        put("...", "\u2026");
        put(" ", "\u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000\t");
        put("-", "\u2022\u00B7\u2219");
        put("/", "\u2044");
        put("*", "\u2217");
        put("", "\u200B\u2060\uFEFF\u00AD");
    }

    private SafeCharacters() {}

    private static void put(String replacement, String characters) {
        characters.codePoints().forEach(character -> TABLE.put(character, replacement));
    }

    /** The text as it should travel: composed, and without characters that would cost a Unicode message for nothing. */
    public static String in(String text) {
        if (Gsm7.holds(text)) {
            return text;
        }
        var composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        var replaced = new StringBuilder(composed.length() + 8);
        composed.codePoints().forEach(character -> {
            var replacement = TABLE.get(character);
            if (replacement == null) {
                replaced.appendCodePoint(character);
            } else {
                replaced.append(replacement);
            }
        });
        return Gsm7.holds(replaced) ? replaced.toString() : composed;
    }

    /** Which characters {@link #in} replaces in a text; none when it leaves the text alone. */
    public static List<Substitution> substitutions(String text) {
        if (Gsm7.holds(text) || !Gsm7.holds(in(text))) {
            return List.of();
        }
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .boxed()
                .filter(TABLE::containsKey)
                .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(each -> new Substitution(
                        Character.toString(each.getKey()),
                        TABLE.getOrDefault(each.getKey(), ""),
                        each.getValue().intValue()))
                .toList();
    }

    /** The characters that keep a text out of the GSM alphabet, each once. */
    public static List<String> irreplaceable(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .distinct()
                .filter(each -> Gsm7.width(each) == 0 && !TABLE.containsKey(each))
                .mapToObj(Character::toString)
                .toList();
    }

    /** One character, what stands in for it and how often. */
    public record Substitution(String from, String to, int count) {}
}
