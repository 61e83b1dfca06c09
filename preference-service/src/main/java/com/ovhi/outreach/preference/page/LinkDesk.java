package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.page.PageLinkController.Minted;
import com.ovhi.outreach.preference.profile.Profiles;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes links to a patient's page, and ends them. */
@Component
class LinkDesk {

    private final PageLinks links;
    private final Profiles profiles;
    private final AuditTrail trail;
    private final PreferencePageProperties properties;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    LinkDesk(PageLinks links, Profiles profiles, AuditTrail trail, PreferencePageProperties properties, Clock clock) {
        this.links = links;
        this.profiles = profiles;
        this.trail = trail;
        this.properties = properties;
        this.clock = clock;
    }

    @Transactional
    public Minted mint(long patientId, long organization, Actor actor) {
        if (profiles.find(patientId)
                .filter(each -> each.organizationId() == organization)
                .isEmpty()) {
            throw ProblemException.notFound("unknown-patient", "There is no such patient");
        }
        var token = LinkToken.fresh(random);
        var expiresAt = clock.instant().plus(properties.validity()).truncatedTo(ChronoUnit.SECONDS);
        var link = new PageLink(Ids.next(), patientId, organization, expiresAt);
        links.add(link, token.hash(), actor.name());
        audit(link.id(), patientId, organization, actor, "preference-page-link");
        return new Minted(link.id(), properties.base() + "/preferences/" + token.text(), expiresAt);
    }

    @Transactional
    public void revoke(UUID id, long patientId, long organization, Actor actor) {
        if (!links.revoke(id, patientId, organization)) {
            throw ProblemException.notFound("unknown-link", "There is no such link");
        }
        audit(id, patientId, organization, actor, "preference-page-link-revoked");
    }

    private void audit(UUID link, long patientId, long organization, Actor actor, String what) {
        trail.record(
                organization, patientId, actor, AuditAction.ACCESS, Map.of("what", what, "link_id", link.toString()));
    }
}
