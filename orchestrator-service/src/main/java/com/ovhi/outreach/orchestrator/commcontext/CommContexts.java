package com.ovhi.outreach.orchestrator.commcontext;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import com.ovhi.outreach.orchestrator.clients.Preferences;
import com.ovhi.outreach.orchestrator.clients.Segments;
import com.ovhi.outreach.orchestrator.commcontext.CommContext.Channels;
import com.ovhi.outreach.orchestrator.commcontext.CommContext.Email;
import com.ovhi.outreach.orchestrator.commcontext.CommContext.Hours;
import com.ovhi.outreach.orchestrator.commcontext.CommContext.Telephone;
import com.ovhi.outreach.orchestrator.job.RecentActivity;
import com.ovhi.outreach.orchestrator.projection.Insight;
import com.ovhi.outreach.orchestrator.projection.Insights;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Gathers what the suite knows about contacting a patient. Every look is audited. Thread-safe. */
@Service
class CommContexts {

    private static final DateTimeFormatter HOUR_AND_MINUTE = DateTimeFormatter.ofPattern("HH:mm");
    private static final ChannelPreference NOTHING_KNOWN = new ChannelPreference(false, false, null, null, null);

    private final Patients patients;
    private final Preferences preferences;
    private final Segments segments;
    private final Insights insights;
    private final RecentActivity activity;
    private final AuditTrail audit;

    CommContexts(
            Patients patients,
            Preferences preferences,
            Segments segments,
            Insights insights,
            RecentActivity activity,
            AuditTrail audit) {
        this.patients = patients;
        this.preferences = preferences;
        this.segments = segments;
        this.insights = insights;
        this.activity = activity;
        this.audit = audit;
    }

    /** The context of a patient of an organisation; empty when there is no such patient. */
    Optional<CommContext> of(long organizationId, long patientId, Actor actor) {
        return patients.find(organizationId, patientId)
                .flatMap(patient -> preferences.of(organizationId, patientId))
                .map(effective -> {
                    var context = context(effective);
                    audit.record(
                            actor, AuditAction.ACCESS, organizationId, patientId, Map.of("resource", "comm-context"));
                    return context;
                });
    }

    private CommContext context(EffectivePreferences effective) {
        var insight = insights.of(effective.organizationId(), effective.patientId());
        var last = activity.of(effective.organizationId(), effective.patientId());
        return new CommContext(
                preferences(effective, insight),
                segments.of(effective.organizationId(), effective.patientId()),
                new CommContext.RecentActivity(
                        last.get(Milestone.SENT),
                        last.get(Milestone.OPENED),
                        last.get(Milestone.REPLIED),
                        insight.fatigue()));
    }

    private static CommContext.Preferences preferences(EffectivePreferences effective, Insight insight) {
        var zone = effective.timezone();
        return new CommContext.Preferences(
                zone == null ? effective.candidateZones().getFirst() : zone,
                effective.language(),
                hours(effective.quietStart(), effective.quietEnd()),
                hours(effective.workStart(), effective.workEnd()),
                new Channels(
                        email(of(effective, Channel.EMAIL)),
                        telephone(of(effective, Channel.SMS)),
                        telephone(of(effective, Channel.WHATSAPP))),
                effective.preferredHour(insight.bestHour()));
    }

    private static ChannelPreference of(EffectivePreferences effective, Channel channel) {
        return effective.channels().getOrDefault(channel, NOTHING_KNOWN);
    }

    private static Email email(ChannelPreference preference) {
        return new Email(preference.enabled(), preference.address(), preference.marketingOptIn());
    }

    private static Telephone telephone(ChannelPreference preference) {
        return new Telephone(preference.enabled(), preference.address(), preference.marketingOptIn());
    }

    private static @Nullable Hours hours(@Nullable LocalTime start, @Nullable LocalTime end) {
        return start == null || end == null
                ? null
                : new Hours(start.format(HOUR_AND_MINUTE), end.format(HOUR_AND_MINUTE));
    }
}
