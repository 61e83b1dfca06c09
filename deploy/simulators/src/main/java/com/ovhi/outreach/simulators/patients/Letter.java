package com.ovhi.outreach.simulators.patients;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A message as its reader sees it.
 *
 * @param job what it is about; together with the address it decides what the reader does
 * @param language a language tag, or empty to judge by the text
 * @param buttons how many answers can be pressed
 * @param link the first link, or empty
 */
public record Letter(
        String address, String job, String text, String language, int buttons, String link, Instant arrived) {

    private static final Pattern ONE = Pattern.compile("(?<![\\d:/.,$-])1(?![\\d:/,%]|\\.\\d| ?[ap]\\.?m)");
    private static final Pattern TWO = Pattern.compile("(?<![\\d:/.,$-])2(?![\\d:/,%]|\\.\\d| ?[ap]\\.?m)");
    private static final Pattern SPANISH =
            Pattern.compile("\\b(responda|responde|cita|usted|hola|para|confirmar|gracias)\\b|[¿¡]");

    /** Whether it asks for an answer: by buttons, or by the numbers 1 and 2. */
    boolean asks() {
        String lower = text.toLowerCase(Locale.ROOT);
        return buttons > 0
                || (ONE.matcher(lower).find() && TWO.matcher(lower).find())
                || lower.contains("reply 1")
                || lower.contains("responda 1");
    }

    boolean spanish() {
        return language.isEmpty()
                ? SPANISH.matcher(text.toLowerCase(Locale.ROOT)).find()
                : language.toLowerCase(Locale.ROOT).startsWith("es");
    }
}
