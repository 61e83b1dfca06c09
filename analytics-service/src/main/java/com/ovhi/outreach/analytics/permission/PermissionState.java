package com.ovhi.outreach.analytics.permission;

import com.ovhi.outreach.analytics.fact.Pseudonyms;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a state of a patient's preferences allowed, and what the patient had refused.
 *
 * @param allowed a {@link #bit} for each permission
 * @param refused one for each channel the patient has closed, or of which it was not told who did; null when that was not kept
 * @param refusedAnywhere one for each the patient has closed by a word that holds wherever they are reached; null as before
 * @param addresses a mark of each, see {@link Pseudonyms#address}; missing where there is none, or none was kept
 * @param merged whether it takes over what was refused under a record that was given up
 */
record PermissionState(
        int allowed,
        @Nullable Integer refused,
        @Nullable Integer refusedAnywhere,
        Map<Channel, Long> addresses,
        boolean merged) {

    private static final String OPTED_OUT = "opted-out";

    /** Copies. */
    PermissionState {
        addresses = Map.copyOf(addresses);
    }

    static PermissionState of(PreferenceChanged state, Pseudonyms pseudonyms) {
        var allowed = 0;
        var refused = 0;
        var anywhere = 0;
        var addresses = new EnumMap<Channel, Long>(Channel.class);
        for (var each : state.channels().entrySet()) {
            var channel = each.getKey();
            var permission = each.getValue();
            allowed |= permission.transactional() ? bit(channel, false) : 0;
            allowed |= permission.marketing() ? bit(channel, true) : 0;
            refused |= refused(permission) ? bit(channel, false) : 0;
            anywhere |= OPTED_OUT.equals(permission.reason()) ? bit(channel, false) : 0;
            if (permission.addressHash() != null) {
                addresses.put(channel, pseudonyms.address(state.patientId(), permission.addressHash()));
            }
        }
        return new PermissionState(allowed, refused, anywhere, addresses, state.mergedFrom() != null);
    }

    private static boolean refused(Permission permission) {
        return permission.refused() || !permission.transactional() && permission.reason() == null;
    }

    /** One of a row whose columns begin with a prefix. */
    static PermissionState read(ResultSet row, String prefix) throws SQLException {
        var addresses = new EnumMap<Channel, Long>(Channel.class);
        for (var channel : Channel.values()) {
            var mark = row.getObject(prefix + "address_" + channel.code(), Long.class);
            if (mark != null) {
                addresses.put(channel, mark);
            }
        }
        return new PermissionState(
                row.getInt(prefix + "allowed"),
                row.getObject(prefix + "refused", Integer.class),
                row.getObject(prefix + "refused_anywhere", Integer.class),
                addresses,
                row.getBoolean(prefix + "is_merged"));
    }

    /** Where a number says whether something is allowed on a channel. Numbers are stored, so places are for good. */
    static int bit(Channel channel, boolean marketing) {
        return switch (channel) {
            case EMAIL -> marketing ? 0b001_000 : 0b000_001;
            case SMS -> marketing ? 0b010_000 : 0b000_010;
            case WHATSAPP -> marketing ? 0b100_000 : 0b000_100;
        };
    }

    /** Whether something is allowed that was not before. */
    boolean gives(Channel channel, boolean marketing, PermissionState before) {
        var bit = bit(channel, marketing);
        return (allowed & bit) != 0 && (before.allowed & bit) == 0;
    }

    /**
     * Whether the patient has taken something back since. A channel that nobody is reached on, or that the clinic has closed, is not
     * that; nor is what was said at an address before it was theirs, what is not allowed at a new one, or what is taken over from
     * another record, under which it was counted.
     */
    boolean takesBack(Channel channel, boolean marketing, PermissionState before) {
        var bit = bit(channel, marketing);
        return (allowed & bit) == 0 && (before.allowed & bit) != 0 && !merged && own(channel, before);
    }

    private boolean own(Channel channel, PermissionState before) {
        var bit = bit(channel, false);
        var open = (allowed & bit) != 0;
        return has(refusedAnywhere, bit, false) || (open || has(refused, bit, true)) && sameAddress(channel, before);
    }

    private static boolean has(@Nullable Integer bits, int bit, boolean otherwise) {
        return bits == null ? otherwise : (bits & bit) != 0;
    }

    /** As far as that is known. */
    private boolean sameAddress(Channel channel, PermissionState before) {
        var former = before.addresses.get(channel);
        var present = addresses.get(channel);
        return former == null || present == null || former.equals(present);
    }
}
