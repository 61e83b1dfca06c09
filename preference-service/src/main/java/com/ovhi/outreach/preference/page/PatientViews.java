package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.page.PatientView.Block;
import com.ovhi.outreach.preference.page.PatientView.ChannelView;
import com.ovhi.outreach.preference.profile.Contact;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import com.ovhi.outreach.preference.suppression.Suppressions;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what a patient sees, in the caller's transaction. */
@Component
class PatientViews {

    private static final String NOT_ALLOWED = "not-allowed";

    private final Changes changes;
    private final Suppressions suppressions;

    PatientViews(Changes changes, Suppressions suppressions) {
        this.changes = changes;
        this.suppressions = suppressions;
    }

    PatientView of(Profile profile) {
        var preferences = changes.explain(profile).preferences();
        return new PatientView(
                profile.version(),
                preferences.language(),
                preferences.quietStart(),
                preferences.quietEnd(),
                Boolean.TRUE.equals(preferences.unencryptedEmailAccepted()),
                Stream.of(Channel.values())
                        .map(channel -> view(
                                profile.organizationId(),
                                channel,
                                profile.contact(channel),
                                Objects.requireNonNull(preferences.channels().get(channel))))
                        .toList());
    }

    private ChannelView view(long organization, Channel channel, Contact contact, ChannelPreference preference) {
        var address = preference.address();
        return new ChannelView(
                channel,
                address == null ? null : AddressMask.of(channel, address),
                preference.enabled(),
                preference.marketingOptIn(),
                Boolean.FALSE.equals(contact.allowed()),
                block(organization, channel, contact, preference));
    }

    private @Nullable Block block(long organization, Channel channel, Contact contact, ChannelPreference preference) {
        var hash = preference.addressHash();
        if (hash == null) {
            return Block.NO_ADDRESS;
        }
        var suppression = suppressions.of(organization, hash, channel);
        if (suppression.total() && suppression.reason() != SuppressionReason.UNSUBSCRIBE) {
            return suppression.reason() == SuppressionReason.STOP && channel != Channel.EMAIL
                    ? Block.STOPPED
                    : Block.UNREACHABLE;
        }
        return NOT_ALLOWED.equals(preference.reason()) && !Boolean.FALSE.equals(contact.allowed())
                ? Block.NOT_OFFERED
                : null;
    }
}
