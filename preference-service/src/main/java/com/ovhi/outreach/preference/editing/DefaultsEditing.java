package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.security.Roles;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.registration.DefaultsRollout;
import com.ovhi.outreach.preference.setting.DefaultLevels;
import com.ovhi.outreach.preference.setting.DefaultLevels.Owner;
import com.ovhi.outreach.preference.setting.Defaults;
import com.ovhi.outreach.preference.setting.Settings;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads and changes the defaults of a level. What holds for all is changed by ops and compliance; an organisation and
 * its providers by its own people. A change reaches every patient it concerns through the roll-out.
 */
@Component
class DefaultsEditing {

    private final DefaultLevels levels;
    private final DefaultsRollout rollout;
    private final AuditTrail trail;

    DefaultsEditing(DefaultLevels levels, DefaultsRollout rollout, AuditTrail trail) {
        this.levels = levels;
        this.rollout = rollout;
        this.trail = trail;
    }

    @Transactional(readOnly = true)
    public DefaultsView read(Owner owner, Caller caller) {
        var known = levels.find(owner);
        requireOwn(owner, known.orElse(null), caller);
        return DefaultsView.of(owner, known.orElse(Defaults.NONE));
    }

    /** Saying the same again changes nothing. */
    @Transactional
    public DefaultsView replace(Owner owner, Versions seen, DefaultsUpdate update, Caller caller, Actor actor) {
        requireOwn(owner, levels.find(owner).orElse(null), caller);
        requireRole(owner, caller);
        var known = levels.lock(owner, caller.organizationId());
        seen.require(known.version());
        var settings = update.settings();
        requireComplete(owner, settings);
        if (!known.set().equals(settings)) {
            levels.set(owner, settings);
            rollout.order(owner);
            trail.record(
                    caller.organizationId(),
                    null,
                    actor,
                    AuditAction.PREFERENCE_CHANGE,
                    Map.of(
                            "cause", "defaults",
                            "level", owner.level().code(),
                            "owner", Long.toString(owner.id()),
                            "fields", Differences.between(DefaultsUpdate.of(known.set()), update)));
        }
        return DefaultsView.of(owner, levels.find(owner).orElseThrow());
    }

    private static void requireOwn(Owner owner, @Nullable Defaults known, Caller caller) {
        var own = switch (owner.level()) {
            case GLOBAL -> owner.equals(Owner.ALL);
            case ORGANIZATION -> owner.id() == caller.organization();
            case PROVIDER -> known != null && Objects.equals(known.organizationId(), caller.organization());
            case PATIENT -> false;
        };
        if (!own) {
            throw ProblemException.notFound("unknown-level", "There are no such defaults");
        }
    }

    private static void requireRole(Owner owner, Caller caller) {
        var roles = caller.roles();
        var may = switch (owner.level()) {
            case GLOBAL -> roles.contains(Roles.OPS) || roles.contains(Roles.COMPLIANCE);
            case ORGANIZATION, PROVIDER ->
                roles.contains(Roles.CLINIC_STAFF)
                        || roles.contains(Roles.COMPLIANCE)
                        || roles.contains(Roles.CORE_SYSTEM);
            case PATIENT -> false;
        };
        if (!may) {
            throw ProblemException.forbidden("forbidden", "The token does not carry a role that may do this");
        }
    }

    /** Behind the last level there is nothing: no patient shall be without a language and a night's rest. */
    private static void requireComplete(Owner owner, Settings settings) {
        if (owner.equals(Owner.ALL) && (settings.language() == null || settings.quiet() == null)) {
            throw ProblemException.unprocessable(
                    "incomplete-defaults", "What holds for all must name a language and quiet hours");
        }
    }
}
