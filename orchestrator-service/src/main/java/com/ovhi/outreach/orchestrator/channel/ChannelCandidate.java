package com.ovhi.outreach.orchestrator.channel;

import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.projection.Organization;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach the patient, to be judged.
 *
 * @param preference what the patient allows on it, null when nothing is known of it
 */
record ChannelCandidate(
        Purpose purpose, Channel channel, @Nullable ChannelPreference preference, Organization organization) {}
