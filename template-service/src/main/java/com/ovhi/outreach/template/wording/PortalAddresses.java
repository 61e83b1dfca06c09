package com.ovhi.outreach.template.wording;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The only links that a value may be. A free address could name a patient's illness, or lead a patient astray.
 *
 * @param linkPrefixes what stands before the token in links of a patient's own, such as {@code https://host/portal/}
 * @param pages whole addresses that are the same for everybody
 * @param hosts names in lower case of where texts of templates may link to
 */
public record PortalAddresses(List<String> linkPrefixes, Set<String> pages, Set<String> hosts) {

    /** Of who takes no links from outside. */
    public static final PortalAddresses NONE = new PortalAddresses(List.of(), Set.of(), Set.of());

    /** What chance made of 256 bits. It may spell anything and means nothing. */
    public static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9]{43}");

    private static final Pattern ENDING_IN_TOKEN = Pattern.compile("(?<=/portal/)" + TOKEN.pattern() + "$");

    /** Copies. */
    public PortalAddresses {
        linkPrefixes = List.copyOf(linkPrefixes);
        pages = Set.copyOf(pages);
        hosts = Set.copyOf(hosts);
    }

    /** Whether a message may carry this address. */
    boolean accepts(String address) {
        return pages.contains(address)
                || linkPrefixes.stream()
                        .anyMatch(prefix -> address.startsWith(prefix)
                                && TOKEN.matcher(address)
                                        .region(prefix.length(), address.length())
                                        .matches());
    }

    /** Where an address that is not accepted leaves those that are. */
    int departure(String address) {
        return Math.max(furthest(address, linkPrefixes), furthest(address, pages));
    }

    private static int furthest(String address, Iterable<String> known) {
        var furthest = 0;
        for (var each : known) {
            var common = 0;
            while (common < Math.min(each.length(), address.length())
                    && each.charAt(common) == address.charAt(common)) {
                common++;
            }
            furthest = Math.max(furthest, common);
        }
        return Math.min(furthest, Math.max(0, address.length() - 1));
    }

    /** An address with its token unreadable, and nothing else: what comes before it is read like any text. */
    static String withoutToken(String address) {
        return ENDING_IN_TOKEN
                .matcher(address)
                .replaceAll(token -> "~".repeat(token.group().length()));
    }
}
