package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.ids.Channel;

/** What patients allow, as numbers: a bit for each channel and one for marketing on it. */
final class Permissions {

    private static final int BITS = 2;

    private Permissions() {}

    static int of(PreferenceChanged preference) {
        var bits = 0;
        for (var each : preference.channels().entrySet()) {
            var open = open(each.getKey());
            bits |= (each.getValue().transactional() ? open : 0)
                    | (each.getValue().marketing() ? marketing(open) : 0);
        }
        return bits;
    }

    /**
     * Whether the patient took something back: closed a channel, in whichever way, or wants no marketing there any longer. A
     * channel that is closed because mail came back, or by the clinic, is not that.
     */
    static boolean takenBack(int before, PreferenceChanged now) {
        return now.channels().entrySet().stream().anyMatch(each -> takenBack(before, each.getKey(), each.getValue()));
    }

    private static boolean takenBack(int before, Channel channel, Permission now) {
        var open = open(channel);
        var closed = (before & open) != 0 && now.refused();
        var noMarketing = (before & marketing(open)) != 0 && now.transactional() && !now.marketing();
        return closed || noMarketing;
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
