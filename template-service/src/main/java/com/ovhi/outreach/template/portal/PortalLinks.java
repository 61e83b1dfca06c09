package com.ovhi.outreach.template.portal;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.PortalAddresses;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes links into the portal, lets each be used once, and takes them back. */
@Service
@EnableConfigurationProperties(PortalProperties.class)
public class PortalLinks {

    private final PortalLinkRows rows;
    private final Outbox outbox;
    private final AccessTrail accesses;
    private final PortalProperties properties;
    private final Clock clock;

    PortalLinks(PortalLinkRows rows, Outbox outbox, AccessTrail accesses, PortalProperties properties, Clock clock) {
        this.rows = rows;
        this.outbox = outbox;
        this.accesses = accesses;
        this.properties = properties;
        this.clock = clock;
    }

    /** Makes a link that is good for nothing before it is kept. */
    public NewLink prepare(LinkWish wish) {
        var now = clock.instant();
        var from = wish.from();
        var start = from == null || from.isBefore(now) ? now : from;
        var token = PortalToken.random();
        var link = new PortalLink(
                Ids.next(),
                wish.organizationId(),
                wish.patientId(),
                wish.purpose(),
                wish.scope(),
                wish.createdBy(),
                now,
                start.plus(properties.ttl()),
                null,
                null);
        return new NewLink(link, token, prefix() + token.value());
    }

    /** The links that a message may carry. */
    public PortalAddresses addresses() {
        var pages = new HashSet<>(properties.pages());
        pages.add(properties.portalUrl().toString());
        var hosts = new HashSet<String>();
        properties.linkHosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        Stream.concat(pages.stream(), Stream.of(prefix()))
                .map(address -> URI.create(address).getHost())
                .filter(Objects::nonNull)
                .forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        return new PortalAddresses(List.of(prefix()), pages, hosts);
    }

    private String prefix() {
        var base = properties.linkBase().toString();
        return (base.endsWith("/") ? base : base + "/") + "portal/";
    }

    /** Keeps a link; from now on it is good. That a person got it is audited. */
    @Transactional
    public void keep(NewLink link, Viewer viewer) {
        rows.insert(link.link(), link.token());
        audit(viewer, link.link(), "portal-link-made");
    }

    private void audit(Viewer viewer, PortalLink link, String what) {
        accesses.looked(
                viewer,
                link.organizationId(),
                List.of(link.patientId()),
                Map.of(
                        "what", what,
                        "link_id", link.id().toString(),
                        "purpose", link.purpose().code(),
                        "scope", link.scope()));
    }

    /**
     * Uses a link up. That it was used is audited in the same transaction.
     *
     * @param ipAddress of the portal, for the audit
     * @return empty for a link that is unknown, another organisation's, expired, revoked or used: nobody can tell which
     */
    @Transactional
    Optional<PortalLink> redeem(long organization, String token, String actor, @Nullable String ipAddress) {
        var now = clock.instant();
        return PortalToken.of(token)
                .filter(each -> rows.redeem(organization, each, actor, now))
                .map(rows::byToken)
                .map(link -> audited(link, actor, ipAddress, now));
    }

    private PortalLink audited(PortalLink link, String actor, @Nullable String ipAddress, Instant now) {
        outbox.publish(
                Topics.AUDIT,
                Long.toString(link.organizationId()),
                new AuditRecorded(
                        link.organizationId(),
                        link.patientId(),
                        actor,
                        AuditAction.ACCESS,
                        Map.of(
                                "what", "portal-link-redeemed",
                                "link_id", link.id().toString(),
                                "purpose", link.purpose().code(),
                                "scope", link.scope()),
                        ipAddress,
                        null,
                        now));
        return link;
    }

    /** Whether a link is good now. Looking changes nothing, however often somebody looks. */
    @Transactional(readOnly = true)
    boolean live(String token) {
        return PortalToken.of(token)
                .filter(each -> rows.live(each, clock.instant()))
                .isPresent();
    }

    /**
     * Whether a link was made for this patient of this organisation and can still be used when they get it.
     *
     * @param from when the patient gets it; null for now
     */
    @Transactional(readOnly = true)
    public boolean works(long organization, long patient, String token, @Nullable Instant from) {
        var now = clock.instant();
        return PortalToken.of(token)
                .filter(each -> rows.live(organization, patient, each, from == null || from.isBefore(now) ? now : from))
                .isPresent();
    }

    /**
     * Takes a link back; once more changes nothing. That a person did is audited.
     *
     * @throws ProblemException 404 {@code unknown-link}
     */
    @Transactional
    void revoke(long organization, UUID id, Viewer viewer) {
        var link = rows.find(organization, id)
                .orElseThrow(() -> ProblemException.notFound("unknown-link", "There is no such link"));
        if (rows.revoke(link.id(), viewer.name(), clock.instant())) {
            audit(viewer, link, "portal-link-revoked");
        }
    }

    /** A patient's links for the eyes of a person, which is audited. */
    @Transactional
    List<PortalLink> of(long organization, long patient, @Nullable UUID after, int limit, Viewer viewer) {
        accesses.looked(viewer, organization, List.of(patient), Map.of("what", "portal-links-listed"));
        return rows.page(organization, patient, after == null ? "" : after.toString(), limit);
    }
}
