package com.ovhi.outreach.template.wording.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which HTML may be sent: a closed list of elements and attributes without scripts, forms, frames, trackers or foreign
 * style sheets, and variables only where their escaping holds.
 */
public final class SafeHtml {

    private static final Set<String> ELEMENTS = Set.of(
            "html",
            "head",
            "meta",
            "title",
            "body",
            "main",
            "header",
            "footer",
            "section",
            "article",
            "div",
            "p",
            "br",
            "hr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "li",
            "a",
            "b",
            "strong",
            "i",
            "em",
            "u",
            "small",
            "span",
            "bdi",
            "bdo",
            "blockquote",
            "table",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "td",
            "th",
            "caption",
            "center",
            "font",
            "img",
            "address",
            "wbr",
            "sub",
            "sup",
            "!doctype");
    private static final Set<String> ATTRIBUTES = Set.of(
            "href",
            "title",
            "alt",
            "style",
            "class",
            "id",
            "lang",
            "dir",
            "charset",
            "name",
            "content",
            "width",
            "height",
            "align",
            "valign",
            "border",
            "cellpadding",
            "cellspacing",
            "bgcolor",
            "color",
            "face",
            "size",
            "role",
            "rel",
            "target",
            "colspan",
            "rowspan",
            "scope",
            "src",
            "html",
            "aria-label",
            "aria-hidden",
            "hidden",
            "xml:lang");
    private static final Pattern LINK = Pattern.compile("\\{\\{portal_url}}|https://.*|mailto:.*|tel:.*|#.*|");
    /** Pictures travel with the message: a remote one tells its owner who reads when. */
    private static final Pattern PICTURE = Pattern.compile("cid:.*");

    private static final Pattern FOREIGN_STYLE = Pattern.compile("url\\s*\\(|expression|@import|\\\\");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([a-z0-9_]{1,40})}}");
    private static final Set<String> FOR_STRANGERS = Set.of("clinic_name", "clinic_phone");

    private final List<Flaw> flaws = new ArrayList<>();

    private SafeHtml() {}

    /** What is wrong with an HTML text; empty for a good one. */
    public static List<Flaw> review(String source) {
        var review = new SafeHtml();
        var reading = HtmlReading.of(source);
        reading.tags().forEach(review::judge);
        reading.concealed().forEach(review::judgeConcealed);
        var bracket = source.indexOf("<{{");
        if (bracket >= 0) {
            review.flaws.add(new Flaw("has a variable where it could become an element", bracket, bracket + 3));
        }
        return review.flaws;
    }

    private void judge(HtmlTag tag) {
        if (!ELEMENTS.contains(tag.name())) {
            flaws.add(new Flaw("has an element that may not be sent", tag.start(), tag.end()));
            return;
        }
        tag.attributes().forEach(this::judge);
    }

    private void judge(HtmlTag.Attribute attribute) {
        if (!ATTRIBUTES.contains(attribute.name())) {
            flaw("has an attribute that may not be sent", attribute);
        } else if (attribute.value().contains("{{") && (!attribute.quoted() || !takesVariables(attribute))) {
            flaw("has a variable where it could break out", attribute);
        } else if (!harmless(attribute)) {
            flaw("has a link, picture or style that may not be sent", attribute);
        }
    }

    private static boolean takesVariables(HtmlTag.Attribute attribute) {
        return switch (attribute.name()) {
            case "title", "alt", "aria-label" -> true;
            case "href" -> attribute.value().equals("{{portal_url}}");
            default -> false;
        };
    }

    private static boolean harmless(HtmlTag.Attribute attribute) {
        return switch (attribute.name()) {
            case "href" -> LINK.matcher(attribute.value()).matches();
            case "src" -> PICTURE.matcher(attribute.value()).matches();
            case "style" -> !FOREIGN_STYLE.matcher(attribute.value()).find();
            default -> true;
        };
    }

    private void judgeConcealed(Excerpt excerpt) {
        VARIABLE.matcher(excerpt.text())
                .results()
                .filter(variable -> !FOR_STRANGERS.contains(variable.group(1)))
                .filter(variable -> !excerpt.text().equals("{{portal_url}}"))
                .forEach(variable -> flaws.add(new Flaw(
                        "uses a variable in a title, preheader, comment or attribute that strangers see",
                        excerpt.origin(variable.start()),
                        excerpt.origin(variable.end()))));
    }

    private void flaw(String message, HtmlTag.Attribute attribute) {
        flaws.add(new Flaw(message, attribute.from(), attribute.to()));
    }

    /**
     * What is wrong and where.
     *
     * @param from index of the first UTF-16 unit at fault
     * @param to index behind the last one
     */
    public record Flaw(String message, int from, int to) {}
}
