package com.ovhi.outreach.preference.page.html;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The languages pages are written in. */
public enum PageLanguage {
    EN("English"),
    ES("Español"),
    FR("Français"),
    PT("Português"),
    ZH("简体中文"),
    VI("Tiếng Việt"),
    KO("한국어"),
    RU("Русский"),
    AR("العربية"),
    TL("Tagalog"),
    HT("Kreyòl ayisyen");

    private final String nativeName;

    PageLanguage(String nativeName) {
        this.nativeName = nativeName;
    }

    /** The language of a BCP 47 tag, if pages are written in it. */
    public static Optional<PageLanguage> of(String tag) {
        var language = Locale.forLanguageTag(tag).getLanguage();
        var code = language.equals("fil") ? "tl" : language;
        return Stream.of(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    /** The first language of an Accept-Language header that pages are written in, else English. */
    public static PageLanguage accepted(Iterable<Locale> locales) {
        for (var locale : locales) {
            var found = of(locale.toLanguageTag());
            if (found.isPresent()) {
                return found.get();
            }
        }
        return EN;
    }

    /** Its tag. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its speakers call it. */
    public String nativeName() {
        return nativeName;
    }

    /** How its text runs: the HTML attribute {@code dir}. */
    public String direction() {
        return this == AR ? "rtl" : "ltr";
    }
}
