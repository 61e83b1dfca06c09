package com.ovhi.outreach.preference.consent;

import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a patient's ledger adds up to. Revocation wins: every revocation holds until a later grant of sufficient
 * strength lifts it, and nothing depends on the order in which the lines arrived or how often.
 */
public final class Consents {

    private final List<ConsentEntry> entries;

    private Consents(List<ConsentEntry> entries) {
        this.entries = entries;
    }

    /** What the entries mean to one organisation for messages to no address in particular. */
    public static Consents of(List<ConsentEntry> entries, long organization) {
        return of(entries, organization, Map.of());
    }

    /**
     * What the entries mean to one organisation: revocations count wherever they were made, grants only to it.
     *
     * @param addresses hash of the address that messages on a channel go to; what was said of others does not count
     */
    public static Consents of(List<ConsentEntry> entries, long organization, Map<Channel, String> addresses) {
        return new Consents(entries.stream()
                .filter(each -> each.action() == ConsentAction.REVOKE || each.organizationId() == organization)
                .filter(each -> each.covers(addresses.get(each.channel())))
                .toList());
    }

    /** Of lines about any address: the revocations that no grant to the organisation has lifted wherever they count. */
    public static List<ConsentEntry> refusals(List<ConsentEntry> entries, long organization) {
        return entries.stream()
                .filter(each -> each.action() == ConsentAction.REVOKE)
                .filter(revocation -> entries.stream()
                        .filter(each -> each.action() == ConsentAction.GRANT && each.organizationId() == organization)
                        .filter(grant -> grant.isAbout(revocation.channel(), revocation.consentClass()))
                        .noneMatch(grant -> grant.covers(revocation.addressHash()) && grant.lifts(revocation)))
                .toList();
    }

    /** What both add up to. */
    public Consents with(Consents others) {
        return new Consents(
                Stream.concat(entries.stream(), others.entries.stream()).toList());
    }

    /** What it was at a time, as far as we know now. */
    public Consents at(Instant time) {
        return new Consents(entries.stream()
                .filter(each -> !each.effectiveAt().isAfter(time))
                .toList());
    }

    /**
     * The line that decides: the newest revocation that nothing lifted, else the newest grant.
     *
     * @return empty when nobody said anything
     */
    public Optional<ConsentEntry> decisive(Channel channel, ConsentClass consentClass) {
        var newest = Comparator.comparing(ConsentEntry::effectiveAt);
        return standing(channel, consentClass)
                .max(newest)
                .or(() -> about(channel, consentClass, ConsentAction.GRANT).max(newest));
    }

    /** What it would be if nobody but this source had said anything. */
    public Consents saidBy(ConsentSource source) {
        return new Consents(
                entries.stream().filter(each -> each.source() == source).toList());
    }

    /** Whether the patient said no and nothing has lifted it. */
    public boolean revoked(Channel channel, ConsentClass consentClass) {
        return standing(channel, consentClass).findAny().isPresent();
    }

    /** Like {@link #revoked}, by a revocation of this source. */
    public boolean revokedBy(ConsentSource source, Channel channel, ConsentClass consentClass) {
        return standing(channel, consentClass).anyMatch(each -> each.source() == source);
    }

    /** Whether the patient said yes and it still holds. */
    public boolean granted(Channel channel, ConsentClass consentClass) {
        return about(channel, consentClass, ConsentAction.GRANT).findAny().isPresent()
                && !revoked(channel, consentClass);
    }

    private Stream<ConsentEntry> standing(Channel channel, ConsentClass consentClass) {
        return about(channel, consentClass, ConsentAction.REVOKE)
                .filter(revocation ->
                        about(channel, consentClass, ConsentAction.GRANT).noneMatch(grant -> grant.lifts(revocation)));
    }

    private Stream<ConsentEntry> about(Channel channel, ConsentClass consentClass, ConsentAction action) {
        return entries.stream().filter(each -> each.action() == action && each.isAbout(channel, consentClass));
    }
}
