package com.ovhi.outreach.template.wording;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One compiled text. Of Mustache only <code>{{name}}</code> exists here: no sections, partials, lambdas, delimiters or
 * unescaped tags, and only strings to look up, so a template can compute nothing. Values are never compiled.
 */
final class Phrase {

    private static final Pattern TAG = Pattern.compile("\\{\\{([a-z][a-z0-9_]{0,39})}}");
    private static final Mustache.Compiler PLAIN = Mustache.compiler().escapeHTML(false);
    private static final Mustache.Compiler HTML = Mustache.compiler().escapeHTML(true);

    private final Template compiled;
    private final Set<String> names;

    private Phrase(Template compiled, Set<String> names) {
        this.compiled = compiled;
        this.names = names;
    }

    /** A text for SMS, WhatsApp, subjects and plain e-mail; empty when it has a tag of another kind. */
    static Optional<Phrase> plain(String source) {
        return compile(PLAIN, source);
    }

    /** An HTML text, in which values are escaped. */
    static Optional<Phrase> html(String source) {
        return compile(HTML, source);
    }

    private static Optional<Phrase> compile(Mustache.Compiler compiler, String source) {
        return onlyVariables(source)
                ? Optional.of(new Phrase(compiler.compile(source), namesIn(source)))
                : Optional.empty();
    }

    private static boolean onlyVariables(String source) {
        var fixed = fixedText(source);
        return !fixed.contains("{{") && !fixed.contains("}}") && !source.contains("{{{") && !source.contains("}}}");
    }

    /** The names a text uses, in order of first use. */
    static Set<String> namesIn(String source) {
        var names = new LinkedHashSet<String>();
        TAG.matcher(source).results().map((MatchResult tag) -> tag.group(1)).forEach(names::add);
        return Collections.unmodifiableSet(names);
    }

    /** What is left of a text without its variables. */
    static String fixedText(String source) {
        return TAG.matcher(source).replaceAll("~");
    }

    /** A text with its variables unreadable and everything in its place. */
    static String masked(String source) {
        return TAG.matcher(source).replaceAll(tag -> "~".repeat(tag.group().length()));
    }

    Set<String> names() {
        return names;
    }

    /** The text with what has passed the gate; it has made sure that no value is missing. */
    String with(Permitted values) {
        Map<String, String> context = values.byName();
        return compiled.execute(context);
    }
}
