package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.profile.AddressReader;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.setting.Hours;
import com.ovhi.outreach.preference.setting.Settings;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.ErrorResponseException;

/** Reads and changes what is stored about one patient of the caller's organisation. */
@Component
class Editing {

    private final Profiles profiles;
    private final AddressReader addresses;
    private final Changes changes;
    private final AuditTrail trail;
    private final Clock clock;

    Editing(Profiles profiles, AddressReader addresses, Changes changes, AuditTrail trail, Clock clock) {
        this.profiles = profiles;
        this.addresses = addresses;
        this.changes = changes;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional
    public PreferenceView read(long patientId, long organization, Actor actor) {
        var profile = profiles.find(patientId)
                .filter(each -> each.organizationId() == organization)
                .orElseThrow(Editing::unknownPatient);
        trail.record(organization, patientId, actor, AuditAction.ACCESS, Map.of("what", "preferences"));
        return PreferenceView.of(profile, changes.explain(profile));
    }

    /** @param expectedVersion what the caller has seen, null when it does not matter */
    @Transactional
    public PreferenceView update(
            long patientId, long organization, PreferenceUpdate update, @Nullable Long expectedVersion, Actor actor) {
        var profile = profiles.lock(patientId)
                .filter(each -> each.organizationId() == organization)
                .orElseThrow(Editing::unknownPatient);
        if (expectedVersion != null && expectedVersion != profile.version()) {
            throw changedMeanwhile();
        }
        var changed = apply(profile, update).asOf(clock.instant().truncatedTo(ChronoUnit.MICROS));
        profiles.save(changed);
        var resolved = changes.announce(patientId, "update");
        trail.record(organization, patientId, actor, AuditAction.PREFERENCE_CHANGE, Map.of("cause", "update"));
        return PreferenceView.of(changed, resolved);
    }

    private Profile apply(Profile profile, PreferenceUpdate update) {
        var known = profile.settings();
        var quiet = Hours.orNull(update.quietStart(), update.quietEnd());
        var work = Hours.orNull(update.workStart(), update.workEnd());
        var changed = profile.with(new Settings(
                        text(update.timezone(), known.timezone()),
                        text(update.language(), known.language()),
                        quiet == null ? known.quiet() : quiet,
                        work == null ? known.work() : work,
                        update.bestHour() == null ? known.bestHour() : update.bestHour()))
                .with(
                        profile.organizationId(),
                        update.providerId() == null ? profile.providerId() : update.providerId());
        for (var channel : Channel.values()) {
            changed = contact(changed, channel, update);
        }
        return changed;
    }

    private Profile contact(Profile profile, Channel channel, PreferenceUpdate update) {
        var contact = profile.contact(channel);
        var written = update.address(channel);
        if (written != null) {
            contact = addresses.readInto(contact, channel, written);
            if (contact.problem() != null) {
                throw ProblemException.unprocessable("invalid-address", "Nothing could be sent to this address")
                        .with("channel", channel.code());
            }
        }
        var allow = update.allow(channel);
        return profile.with(channel, allow == null ? contact : contact.allow(allow));
    }

    private static @Nullable String text(@Nullable String said, @Nullable String known) {
        return said == null ? known : said.isBlank() ? null : said;
    }

    private static ProblemException unknownPatient() {
        return ProblemException.notFound("unknown-patient", "There is no such patient");
    }

    private static ErrorResponseException changedMeanwhile() {
        var problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.PRECONDITION_FAILED, "The preferences have changed since they were read");
        problem.setType(java.net.URI.create("urn:ovhi:problem:changed-meanwhile"));
        return new ErrorResponseException(HttpStatus.PRECONDITION_FAILED, problem, null);
    }
}
