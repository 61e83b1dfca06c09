package com.ovhi.outreach.template.wording.lint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds links that lead to others: shorteners and click trackers learn which patient reads what, and lead anywhere. */
public final class ForeignLinks {

    private static final Pattern IN_TEXT = Pattern.compile("(?i)\\bhttps?://[^\\s<>\"']*");
    private static final Pattern WEB = Pattern.compile("(?i)\\s*(?:https?:)?[/\\\\]{2}.*");

    private ForeignLinks() {}

    /** Those in a plain text. */
    public static List<Place> inText(String text, Set<String> hosts) {
        return IN_TEXT.matcher(text)
                .results()
                .filter(link -> foreign(link.group(), hosts))
                .map(link -> new Place(link.start(), link.end()))
                .toList();
    }

    /** Those that an HTML text leads to, however they are written. */
    public static List<Place> inHtml(String source, Set<String> hosts) {
        return HtmlReading.of(source).tags().stream()
                .flatMap(tag -> tag.attributes().stream())
                .filter(attribute -> attribute.name().equals("href"))
                .filter(attribute -> WEB.matcher(attribute.value()).matches())
                .filter(attribute -> foreign(attribute.value(), hosts))
                .map(attribute -> new Place(attribute.from(), attribute.to()))
                .toList();
    }

    /** A link that is none, or that hides its host behind a name, leads nowhere that we know. */
    private static boolean foreign(String link, Set<String> hosts) {
        try {
            var uri = new URI(link.strip());
            var host = uri.getHost();
            return host == null || uri.getUserInfo() != null || !hosts.contains(host.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return true;
        }
    }

    /**
     * Where a link is.
     *
     * @param from index of its first UTF-16 unit
     * @param to index behind the last one
     */
    public record Place(int from, int to) {}
}
