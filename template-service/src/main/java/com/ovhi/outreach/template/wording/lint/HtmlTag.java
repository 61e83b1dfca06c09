package com.ovhi.outreach.template.wording.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One tag of an HTML text.
 *
 * @param start index of its angle bracket
 * @param end index behind it
 */
record HtmlTag(String name, boolean closing, boolean selfClosing, List<Attribute> attributes, int start, int end) {

    private static final Pattern HIDING_STYLE = Pattern.compile(
            "display:none|visibility:hidden|font-size:0|opacity:0|mso-hide|max-height:0|max-width:0|text-indent:-|left:-\\d{3}");

    /** A tag that starts at an angle bracket; an unfinished one ends with the text. */
    static HtmlTag read(String source, int start) {
        return new Reader(source, start).read();
    }

    /** Whether what it contains is not shown, or shown only in lists of messages. */
    boolean hidesContent() {
        return name.equals("title")
                || attributes.stream().anyMatch(each -> switch (each.name) {
                    case "hidden" -> true;
                    case "style" ->
                        HIDING_STYLE.matcher(each.value.replace(" ", "")).find();
                    case "class", "id" -> each.value.contains("preheader") || each.value.contains("preview");
                    default -> false;
                });
    }

    /**
     * An attribute.
     *
     * @param value in lower case, as written
     * @param from index of the value in the source
     * @param to index behind it
     */
    record Attribute(String name, String value, int from, int to, boolean quoted) {}

    private static final class Reader {

        private final String source;
        private final int start;
        private final List<Attribute> attributes = new ArrayList<>();
        private int at;

        private Reader(String source, int start) {
            this.source = source;
            this.start = start;
            at = start + 1;
        }

        private HtmlTag read() {
            var closing = at < source.length() && source.charAt(at) == '/';
            at += closing ? 1 : 0;
            var name = word();
            var selfClosing = false;
            while (at < source.length() && source.charAt(at) != '>') {
                selfClosing = source.charAt(at) == '/';
                if (selfClosing || Character.isWhitespace(source.charAt(at))) {
                    at++;
                } else {
                    readAttribute();
                }
            }
            return new HtmlTag(name, closing, selfClosing, attributes, start, Math.min(at + 1, source.length()));
        }

        private void readAttribute() {
            var name = word();
            if (name.isEmpty()) {
                at++;
                return;
            }
            skipSpace();
            if (at >= source.length() || source.charAt(at) != '=') {
                attributes.add(new Attribute(name, "", at, at, false));
                return;
            }
            at++;
            skipSpace();
            readValue(name);
        }

        private void readValue(String name) {
            var quote = at < source.length() ? source.charAt(at) : ' ';
            var quoted = quote == '"' || quote == '\'';
            var from = quoted ? at + 1 : at;
            var to = quoted ? source.indexOf(quote, from) : endOfBareValue(from);
            to = to < 0 ? source.length() : to;
            from = Math.min(from, to);
            attributes.add(new Attribute(name, source.substring(from, to).toLowerCase(Locale.ROOT), from, to, quoted));
            at = quoted ? to + 1 : to;
        }

        private int endOfBareValue(int from) {
            var end = from;
            while (end < source.length() && source.charAt(end) != '>' && !Character.isWhitespace(source.charAt(end))) {
                end++;
            }
            return end;
        }

        private String word() {
            var from = at;
            while (at < source.length() && " \t\r\n\f/>=".indexOf(source.charAt(at)) < 0) {
                at++;
            }
            return source.substring(from, at).toLowerCase(Locale.ROOT);
        }

        private void skipSpace() {
            while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
                at++;
            }
        }
    }
}
