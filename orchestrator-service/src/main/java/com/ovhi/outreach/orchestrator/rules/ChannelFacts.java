package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.projection.Organization;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach the patient. Holds PHI.
 *
 * @param preference what the patient allows on it, null when nothing is known of it
 */
public record ChannelFacts(
        Purpose purpose, Channel channel, @Nullable ChannelPreference preference, Organization organization) {

    private static final Pattern CODE = Pattern.compile("[a-z0-9_.-]{1,64}");
    private static final String SUPPRESSED = "suppressed-";

    @Nullable
    String address() {
        return preference == null || preference.addressHash() == null ? null : preference.address();
    }

    boolean enabled() {
        return preference != null && preference.enabled();
    }

    /** Why the channel is not enabled; only codes are repeated. */
    String reason() {
        var reason = preference == null ? null : preference.reason();
        return reason != null && CODE.matcher(reason).matches() ? reason : "disabled";
    }

    boolean suppressed() {
        return !enabled() && reason().startsWith(SUPPRESSED);
    }

    @Override
    public String toString() {
        return "ChannelFacts[" + channel + "]";
    }
}
