package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.optout.ConsentDesk;
import com.ovhi.outreach.preference.optout.ConsentRequest;
import com.ovhi.outreach.preference.optout.ConsentRequest.Scope;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.setting.Hours;
import com.ovhi.outreach.preference.setting.Settings;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a patient does on the page, in the caller's transaction. Consent is said to the desk that also serves staff, so
 * that the same rules hold.
 */
@Component
class PatientActs {

    private static final String SOURCE = "preference-page";

    private final ConsentDesk desk;
    private final Profiles profiles;
    private final Changes changes;
    private final AuditTrail trail;
    private final Clock clock;

    PatientActs(ConsentDesk desk, Profiles profiles, Changes changes, AuditTrail trail, Clock clock) {
        this.desk = desk;
        this.profiles = profiles;
        this.changes = changes;
        this.trail = trail;
        this.clock = clock;
    }

    /** Nothing is agreed to, so no wording is kept. */
    void optOut(PageLink link, Channel channel, Scope scope, String language, Actor actor) {
        desk.optOut(
                link.patientId(), link.organizationId(), request(link, channel, scope, language, null, null), actor);
    }

    void optIn(PageLink link, Channel channel, Scope scope, String language, Actor actor) {
        var read = Agreement.of(channel, scope, language);
        desk.optIn(
                link.patientId(),
                link.organizationId(),
                request(link, channel, scope, read.language(), read.version(), read.text()),
                actor);
    }

    /** Changes settings of a patient who is locked by the caller; null stays, and so do channels not reopened. */
    void update(PageLink link, @Nullable String language, @Nullable Hours quiet, Set<Channel> reopened, Actor actor) {
        var profile = profiles.find(link.patientId()).orElseThrow();
        var known = profile.settings();
        var changed = profile.with(new Settings(
                        known.timezone(),
                        language == null ? known.language() : language,
                        quiet == null ? known.quiet() : quiet,
                        known.work(),
                        known.bestHour()))
                .asOf(clock.instant().truncatedTo(ChronoUnit.MICROS));
        for (var channel : reopened) {
            changed = changed.with(channel, changed.contact(channel).allow(true));
        }
        profiles.save(changed);
        changes.announce(link.patientId(), SOURCE);
        trail.record(
                link.organizationId(),
                link.patientId(),
                actor,
                AuditAction.PREFERENCE_CHANGE,
                Map.of("cause", SOURCE, "link_id", link.id().toString()));
    }

    private static ConsentRequest request(
            PageLink link,
            Channel channel,
            Scope scope,
            String language,
            @Nullable String wordingVersion,
            @Nullable String wording) {
        return new ConsentRequest(
                channel, scope, null, SOURCE, "page-link/" + link.id(), wordingVersion, wording, language, null);
    }
}
