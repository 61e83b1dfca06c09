package com.ovhi.outreach.template.wording;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The only links that a value may be. A free address could name a patient's illness, or lead a patient astray.
 *
 * @param linkPrefixes what stands before the token in links of a patient's own, such as {@code https://host/portal/}
 * @param pages whole addresses that are the same for everybody
 * @param hosts names in lower case of where texts of templates may link to
 * @param good which tokens lead where they should
 */
public record PortalAddresses(List<String> linkPrefixes, Set<String> pages, Set<String> hosts, Predicate<String> good) {

    /** Of who takes no links from outside. */
    public static final PortalAddresses NONE = new PortalAddresses(List.of(), Set.of(), Set.of());

    /** What chance made of 256 bits. It may spell anything and means nothing. */
    public static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9]{43}");

    private static final Pattern ENDING_IN_TOKEN = Pattern.compile("(?<=/portal/)" + TOKEN.pattern() + "$");

    /** For who only wants to know what an address looks like: every token is good. */
    public PortalAddresses(List<String> linkPrefixes, Set<String> pages, Set<String> hosts) {
        this(linkPrefixes, pages, hosts, _ -> true);
    }

    /** Copies. */
    public PortalAddresses {
        linkPrefixes = List.copyOf(linkPrefixes);
        pages = Set.copyOf(pages);
        hosts = Set.copyOf(hosts);
    }

    /** Whether a message may carry this address. */
    boolean accepts(String address) {
        return pages.contains(address) || token(address).filter(good).isPresent();
    }

    /** Whether it looks like a link of a patient's own, good or not. */
    boolean isLink(String address) {
        return token(address).isPresent();
    }

    private Optional<String> token(String address) {
        return linkPrefixes.stream()
                .filter(address::startsWith)
                .map(prefix -> address.substring(prefix.length()))
                .filter(token -> TOKEN.matcher(token).matches())
                .findFirst();
    }

    /** The same for one message, which may carry only links whose tokens are good for it. */
    public PortalAddresses with(Predicate<String> goodForMessage) {
        return new PortalAddresses(linkPrefixes, pages, hosts, goodForMessage);
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
