package com.ovhi.outreach.preference.page.html;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The texts of pages, from {@code preference-pages/<language>.properties}. */
public final class Wording {

    private static final Map<PageLanguage, Wording> ALL = new EnumMap<>(PageLanguage.class);

    static {
        for (var language : PageLanguage.values()) {
            ALL.put(language, new Wording(language, read(language)));
        }
    }

    private final PageLanguage language;
    private final Properties texts;

    private Wording(PageLanguage language, Properties texts) {
        this.language = language;
        this.texts = texts;
    }

    /** The texts of a language. */
    public static Wording in(PageLanguage language) {
        var wording = ALL.get(language);
        if (wording == null) {
            throw new IllegalStateException("Every language has its texts");
        }
        return wording;
    }

    /** The language. */
    public PageLanguage language() {
        return language;
    }

    /**
     * A text, ready for HTML.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    public String text(String name) {
        return HtmlPage.escape(plain(name));
    }

    /**
     * A text as it is written, for the record.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    public String plain(String name) {
        var text = texts.getProperty(name);
        if (text == null) {
            throw new IllegalArgumentException("There is no text " + name + " in " + language);
        }
        return text;
    }

    Set<String> names() {
        return texts.stringPropertyNames();
    }

    private static Properties read(PageLanguage language) {
        var name = "/preference-pages/" + language.code() + ".properties";
        try (var in = Wording.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + name);
            }
            var texts = new Properties();
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
