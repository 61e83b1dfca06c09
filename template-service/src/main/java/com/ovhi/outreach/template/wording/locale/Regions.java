package com.ovhi.outreach.template.wording.locale;

import java.util.Locale;
import java.util.Map;

/** Where the speakers of a language are taken to live when its tag does not say. */
final class Regions {

    private static final Map<String, String> USUAL = Map.ofEntries(
            Map.entry("en", "US"),
            Map.entry("es", "US"),
            Map.entry("fr", "FR"),
            Map.entry("pt", "BR"),
            Map.entry("zh", "CN"),
            Map.entry("vi", "VN"),
            Map.entry("ko", "KR"),
            Map.entry("ru", "RU"),
            Map.entry("ar", "EG"),
            Map.entry("fil", "PH"),
            Map.entry("ht", "US"));

    private Regions() {}

    /** A locale with a region; the runtime knows Tagalog as Filipino. */
    static Locale locale(String language) {
        var locale = Locale.forLanguageTag(language.replace('_', '-'));
        var spoken = locale.getLanguage().equals("tl") ? "fil" : locale.getLanguage();
        var builder = new Locale.Builder().setLanguage(spoken).setScript(locale.getScript());
        return builder.setRegion(locale.getCountry().isEmpty() ? USUAL.getOrDefault(spoken, "") : locale.getCountry())
                .build();
    }
}
