package com.ovhi.outreach.template.wording.lint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Takes an HTML text apart: what a reader sees, what is concealed from the eye, and technical values. One pass. */
final class HtmlReading {

    /** Elements that do not break a word. */
    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
            "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
            "wbr");

    private static final Set<String> VOID = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr");
    private static final Set<String> RAW = Set.of("style", "script");
    private static final Set<String> MEANINGLESS = Set.of(
            "align",
            "bgcolor",
            "border",
            "cellpadding",
            "cellspacing",
            "charset",
            "color",
            "colspan",
            "dir",
            "face",
            "height",
            "lang",
            "rowspan",
            "size",
            "valign",
            "width");
    private static final Set<String> TECHNICAL =
            Set.of("class", "id", "name", "style", "role", "rel", "target", "type");

    private final String source;
    private final Excerpt.Builder visible = new Excerpt.Builder();
    private final Excerpt.Builder hidden = new Excerpt.Builder();
    private final List<Excerpt> concealed = new ArrayList<>();
    private final List<Excerpt> technical = new ArrayList<>();
    private final List<HtmlTag> tags = new ArrayList<>();
    private final Deque<Element> open = new ArrayDeque<>();
    private int at;

    private HtmlReading(String source) {
        this.source = source;
    }

    static HtmlReading of(String source) {
        var reading = new HtmlReading(source);
        reading.read();
        return reading;
    }

    Excerpt visible() {
        return visible.build();
    }

    /** Attributes, comments, titles and hidden elements. */
    List<Excerpt> concealed() {
        return concealed;
    }

    List<HtmlTag> tags() {
        return tags;
    }

    List<Excerpt> technical() {
        return technical;
    }

    private void read() {
        while (at < source.length()) {
            if (source.startsWith("<!--", at)) {
                readComment();
            } else if (source.charAt(at) == '<' && startsTag(at + 1)) {
                readTag();
            } else {
                at = Entities.append(source, at, source.length(), text());
            }
        }
        if (!hidden.isEmpty()) {
            concealed.add(hidden.build());
        }
    }

    private Excerpt.Builder text() {
        var element = open.peek();
        return element != null && element.hidden ? hidden : visible;
    }

    private boolean startsTag(int next) {
        if (next >= source.length()) {
            return false;
        }
        var character = source.charAt(next);
        return Character.isLetter(character) || character == '/' || character == '!' || character == '?';
    }

    private void readComment() {
        var end = source.indexOf("-->", at + 4);
        conceal(at + 4, end < 0 ? source.length() : end);
        at = end < 0 ? source.length() : end + 3;
    }

    private void readTag() {
        var tag = HtmlTag.read(source, at);
        at = tag.end();
        tags.add(tag);
        if (!INLINE.contains(tag.name())) {
            visible.add('\n', tag.start());
            hidden.add('\n', tag.start());
        }
        if (tag.closing()) {
            close(tag.name());
            return;
        }
        tag.attributes().forEach(this::readAttribute);
        if (RAW.contains(tag.name())) {
            readRaw(tag.name());
        } else if (!VOID.contains(tag.name())
                && !tag.selfClosing()
                && Character.isLetter(tag.name().charAt(0))) {
            var parent = open.peek();
            open.push(new Element(tag.name(), (parent != null && parent.hidden) || tag.hidesContent()));
        }
    }

    private void readAttribute(HtmlTag.Attribute attribute) {
        if (TECHNICAL.contains(attribute.name())) {
            technical.add(excerpt(attribute.from(), attribute.to()));
        } else if (!MEANINGLESS.contains(attribute.name())) {
            conceal(attribute.from(), attribute.to());
        }
    }

    private void readRaw(String name) {
        var to = at;
        while (to < source.length() && !source.regionMatches(true, to, "</" + name, 0, name.length() + 2)) {
            to++;
        }
        technical.add(excerpt(at, to));
        at = to;
    }

    private void conceal(int from, int to) {
        if (from < to) {
            concealed.add(excerpt(from, to));
        }
    }

    private Excerpt excerpt(int from, int to) {
        var builder = new Excerpt.Builder();
        var position = from;
        while (position < to) {
            position = Entities.append(source, position, to, builder);
        }
        return builder.build();
    }

    private void close(String name) {
        if (open.stream().anyMatch(each -> each.name.equals(name))) {
            while (!open.pop().name.equals(name)) {
                // Elements left open end with the one around them.
            }
        }
    }

    private record Element(String name, boolean hidden) {}
}
