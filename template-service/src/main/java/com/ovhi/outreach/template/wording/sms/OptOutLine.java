package com.ovhi.outreach.template.wording.sms;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a patient is told to end SMS. Every SMS says it: it is a condition of the health care exemption (47 CFR
 * 64.1200(a)(9)(iv)), and carriers want it. STOP is the word in every language, for it is what the carrier understands.
 */
public final class OptOutLine {

    private static final Pattern STOP = Pattern.compile("\\bSTOP\\b");
    private static final String ENGLISH = "STOP to opt out";
    private static final Map<String, String> LINES = Map.ofEntries(
            Map.entry("en", ENGLISH),
            Map.entry("es", "STOP para no recibir mas"),
            Map.entry("fr", "STOP pour ne plus recevoir de SMS"),
            Map.entry("pt", "STOP para sair"),
            Map.entry("zh", "回复STOP退订"),
            Map.entry("vi", "STOP để ngừng nhận tin"),
            Map.entry("ko", "수신거부 STOP"),
            Map.entry("ru", "STOP - отписаться"),
            Map.entry("ar", "للإيقاف أرسل STOP"),
            Map.entry("tl", "STOP para ihinto"),
            Map.entry("fil", "STOP para ihinto"),
            Map.entry("ht", "STOP pou sispann"));

    private OptOutLine() {}

    /** The line in a language; English where there is none. */
    public static String of(String language) {
        return LINES.getOrDefault(
                Locale.forLanguageTag(language.replace('_', '-')).getLanguage(), ENGLISH);
    }

    /** Whether a text says how to opt out. */
    public static boolean saidIn(String text) {
        return STOP.matcher(text).find();
    }
}
