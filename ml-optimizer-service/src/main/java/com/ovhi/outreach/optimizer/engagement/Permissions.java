package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a patient allowed when last told of, and where.
 *
 * @param bits one for each channel and one for marketing on it
 * @param addresses a mark of each; missing where there is none, or none was kept yet. Another patient's mark of the same address is
 *     another one, so that it tells nothing of who shares one
 */
record Permissions(int bits, Map<Channel, Long> addresses) {

    /** The patient's own word, whichever address they have. */
    private static final String OPTED_OUT = "opted-out";

    private static final int BITS = 2;

    /** Copies. */
    Permissions {
        addresses = Map.copyOf(addresses);
    }

    static Permissions of(PreferenceChanged preference) {
        var bits = 0;
        var addresses = new EnumMap<Channel, Long>(Channel.class);
        for (var each : preference.channels().entrySet()) {
            var open = open(each.getKey());
            var permission = each.getValue();
            bits |= (permission.transactional() ? open : 0) | (permission.marketing() ? marketing(open) : 0);
            if (permission.addressHash() != null) {
                addresses.put(each.getKey(), mark(preference.patientId(), permission.addressHash()));
            }
        }
        return new Permissions(bits, addresses);
    }

    private static long mark(long patientId, String addressHash) {
        return Ids.of("address/" + patientId + "/" + addressHash).getLeastSignificantBits();
    }

    /**
     * Whether the patient took something back since: closed a channel, in whichever way, or wants no marketing there any longer. A
     * channel that is closed because mail came back, or by the clinic, is not that; nor is what was said at an address before it was
     * theirs, what is not allowed at a new one, or what is taken over from another record, under which it was counted.
     */
    boolean takenBack(PreferenceChanged now) {
        return now.mergedFrom() == null
                && now.channels().entrySet().stream()
                        .anyMatch(each -> takenBack(now.patientId(), each.getKey(), each.getValue()));
    }

    private boolean takenBack(long patientId, Channel channel, Permission now) {
        var open = open(channel);
        var sameAddress = sameAddress(patientId, channel, now);
        var closed = (bits & open) != 0 && now.refused() && (sameAddress || OPTED_OUT.equals(now.reason()));
        var noMarketing = (bits & marketing(open)) != 0 && now.transactional() && !now.marketing() && sameAddress;
        return closed || noMarketing;
    }

    /** As far as that is known. */
    private boolean sameAddress(long patientId, Channel channel, Permission now) {
        var former = addresses.get(channel);
        return former == null || now.addressHash() == null || former == mark(patientId, now.addressHash());
    }

    private static int open(Channel channel) {
        return 1 << BITS * place(channel);
    }

    /** Numbers are stored, so places are for good; there is room for seven channels. */
    private static int place(Channel channel) {
        return switch (channel) {
            case EMAIL -> 0;
            case SMS -> 1;
            case WHATSAPP -> 2;
        };
    }

    private static int marketing(int open) {
        return open << 1;
    }
}
