package com.ovhi.outreach.preference.profile;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.setting.Hours;
import com.ovhi.outreach.preference.setting.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/** Between a profile and its row: addresses are sealed on the way in and opened on the way out. */
@Component
class ProfileRows implements RowMapper<Profile> {

    static final String UPDATE = """
            UPDATE patient_comm_prefs SET organization_id = ?, provider_id = ?, timezone = ?, language = ?,
            quiet_start = ?, quiet_end = ?, work_start = ?, work_end = ?, best_hour = ?, home_state = ?, address_zones = ?,
            allow_email = ?, email_address = ?, email_hash = ?, email_problem = ?,
            allow_sms = ?, sms_number = ?, sms_hash = ?, sms_problem = ?,
            allow_whatsapp = ?, whatsapp_number = ?, whatsapp_hash = ?, whatsapp_problem = ?,
            profile_as_of = ?, updated_at = ? WHERE patient_id = ?""";

    private final FieldCipher cipher;
    private final Clock clock;

    ProfileRows(FieldCipher cipher, Clock clock) {
        this.cipher = cipher;
        this.clock = clock;
    }

    static String hashColumn(Channel channel) {
        return channel.code() + "_hash";
    }

    /** The parameters of {@link #UPDATE}. */
    List<@Nullable Object> columns(Profile profile) {
        var settings = profile.settings();
        var columns = new ArrayList<@Nullable Object>();
        columns.add(profile.organizationId());
        columns.add(profile.providerId());
        columns.add(settings.timezone());
        columns.add(settings.language());
        columns.add(Hours.start(settings.quiet()));
        columns.add(Hours.end(settings.quiet()));
        columns.add(Hours.start(settings.work()));
        columns.add(Hours.end(settings.work()));
        columns.add(settings.bestHour());
        columns.add(profile.homeState());
        columns.add(profile.addressZones().isEmpty() ? null : String.join(",", profile.addressZones()));
        for (var channel : Channel.values()) {
            addContact(columns, profile, channel);
        }
        columns.add(Timestamp.from(profile.asOf()));
        columns.add(Timestamp.from(clock.instant()));
        columns.add(profile.patientId());
        return columns;
    }

    private void addContact(List<@Nullable Object> columns, Profile profile, Channel channel) {
        var contact = profile.contact(channel);
        var address = contact.address();
        columns.add(contact.allowed());
        columns.add(
                address == null
                        ? null
                        : cipher.seal(address, context(profile.patientId(), channel))
                                .ciphertext());
        columns.add(contact.hash());
        columns.add(contact.problem());
    }

    @Override
    public Profile mapRow(ResultSet row, int number) throws SQLException {
        var patientId = row.getLong("patient_id");
        var contacts = new EnumMap<Channel, Contact>(Channel.class);
        for (var channel : Channel.values()) {
            contacts.put(channel, contact(row, patientId, channel));
        }
        return new Profile(
                patientId,
                row.getLong("organization_id"),
                row.getObject("provider_id", Long.class),
                row.getLong("version"),
                Settings.read(row).withAllowed(Map.of()),
                row.getObject("learned_best_hour", Integer.class),
                row.getString("home_state"),
                zones(row.getString("address_zones")),
                contacts,
                row.getTimestamp("profile_as_of").toInstant(),
                gone(row.getString("gone")));
    }

    private static @Nullable Gone gone(@Nullable String code) {
        return code == null ? null : Gone.of(code);
    }

    private Contact contact(ResultSet row, long patientId, Channel channel) throws SQLException {
        var sealed = row.getString(addressColumn(channel));
        return new Contact(
                row.getObject("allow_" + channel.code(), Boolean.class),
                sealed == null ? null : cipher.open(new Sealed(sealed), context(patientId, channel)),
                row.getString(hashColumn(channel)),
                row.getString(channel.code() + "_problem"));
    }

    private static List<String> zones(@Nullable String joined) {
        return joined == null ? List.of() : List.of(joined.split(",", -1));
    }

    private static String addressColumn(Channel channel) {
        return switch (channel) {
            case EMAIL -> "email_address";
            case SMS -> "sms_number";
            case WHATSAPP -> "whatsapp_number";
        };
    }

    private static String context(long patientId, Channel channel) {
        return "patient_comm_prefs|" + addressColumn(channel) + "|" + patientId;
    }
}
