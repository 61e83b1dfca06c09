package com.ovhi.outreach.preference.consent;

import com.ovhi.outreach.common.ids.Channel;
import java.util.List;

/**
 * What a patient's ledger adds up to. Revocation wins: every revocation holds until a later grant of sufficient
 * strength lifts it, and nothing depends on the order in which the lines arrived or how often.
 */
public final class Consents {

    private final List<ConsentEntry> entries;

    private Consents(List<ConsentEntry> entries) {
        this.entries = entries;
    }

    /** What the entries mean to one organisation: revocations count wherever they were made, grants only to it. */
    public static Consents of(List<ConsentEntry> entries, long organization) {
        return new Consents(entries.stream()
                .filter(each -> each.action() == ConsentAction.REVOKE || each.organizationId() == organization)
                .toList());
    }

    /** What it would be if nobody but this source had said anything. */
    public Consents saidBy(ConsentSource source) {
        return new Consents(
                entries.stream().filter(each -> each.source() == source).toList());
    }

    /** Whether the patient said no and nothing has lifted it. */
    public boolean revoked(Channel channel, ConsentClass consentClass) {
        return entries.stream()
                .filter(each -> each.action() == ConsentAction.REVOKE && each.isAbout(channel, consentClass))
                .anyMatch(revocation -> !lifted(revocation));
    }

    /** Whether the patient said yes and it still holds. */
    public boolean granted(Channel channel, ConsentClass consentClass) {
        return entries.stream()
                        .anyMatch(each -> each.action() == ConsentAction.GRANT && each.isAbout(channel, consentClass))
                && !revoked(channel, consentClass);
    }

    private boolean lifted(ConsentEntry revocation) {
        return entries.stream()
                .filter(each -> each.action() == ConsentAction.GRANT
                        && each.isAbout(revocation.channel(), revocation.consentClass()))
                .anyMatch(grant -> grant.lifts(revocation));
    }
}
