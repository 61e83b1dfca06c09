package com.ovhi.outreach.orchestrator.channel;

import com.ovhi.outreach.common.ids.Channel;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One reason why a channel may not be used. Pure. */
enum ChannelRule {
    /** There must be an address. */
    ADDRESS_KNOWN {
        @Override
        Optional<String> objection(ChannelCandidate candidate) {
            var preference = candidate.preference();
            return preference == null || preference.address() == null || preference.addressHash() == null
                    ? Optional.of("no-address")
                    : Optional.empty();
        }
    },
    /** The patient must allow it: consent and suppression, as preference-service sees them. */
    CHANNEL_ENABLED {
        @Override
        Optional<String> objection(ChannelCandidate candidate) {
            var preference = candidate.preference();
            if (preference != null && preference.enabled()) {
                return Optional.empty();
            }
            var reason = preference == null ? null : preference.reason();
            return Optional.of(reason != null && CODE.matcher(reason).matches() ? reason : "disabled");
        }
    },
    /** Marketing needs an opt-in of its own. */
    MARKETING_OPT_IN {
        @Override
        Optional<String> objection(ChannelCandidate candidate) {
            var preference = candidate.preference();
            var optedIn = preference != null && preference.marketingOptIn();
            return candidate.purpose().marketing() && !optedIn ? Optional.of("no-marketing-opt-in") : Optional.empty();
        }
    },
    /** The organisation must use the channel. */
    ORGANIZATION_CAPABILITY {
        @Override
        Optional<String> objection(ChannelCandidate candidate) {
            var missing = candidate.channel() == Channel.WHATSAPP
                    && !candidate.organization().whatsapp();
            return missing ? Optional.of("organization-without-whatsapp") : Optional.empty();
        }
    },
    /** Meta delivers no marketing to numbers of the North American plan. */
    WHATSAPP_MARKETING_REACH {
        @Override
        Optional<String> objection(ChannelCandidate candidate) {
            var preference = candidate.preference();
            var address = preference == null ? null : preference.address();
            var unreachable = candidate.purpose().marketing()
                    && candidate.channel() == Channel.WHATSAPP
                    && address != null
                    && address.startsWith("+1");
            return unreachable ? Optional.of("no-whatsapp-marketing-to-plus-one") : Optional.empty();
        }
    };

    private static final Pattern CODE = Pattern.compile("[a-z0-9_.-]{1,64}");

    /** All rules, in the order in which they judge. */
    static final List<ChannelRule> ALL = List.of(values());

    /** Why the channel may not be used; empty when this rule has nothing against it. */
    abstract Optional<String> objection(ChannelCandidate candidate);

    /** Its name in decision records. */
    String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
