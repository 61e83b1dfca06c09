package com.ovhi.outreach.reply.people;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who owns an address: tables {@code patients} and {@code address_owners}. Call inside a transaction. */
@Component
public class AddressBook {

    private static final String OWNERS = """
            SELECT p.patient_id, p.organization_id, p.language, MIN(o.is_permitted) AS is_permitted
            FROM address_owners o JOIN patients p ON p.patient_id = o.patient_id
            WHERE o.address_hash = ?""";

    private static final String EACH_ONCE =
            " GROUP BY p.patient_id, p.organization_id, p.language ORDER BY p.patient_id";

    private final JdbcClient jdbc;

    AddressBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Everybody who can be reached at an address, by patient id. A number known only for another channel is the same
     * person's all the same, but nothing may be sent there on this one.
     */
    public List<Owner> owners(String addressHash, Channel channel) {
        var owners = jdbc.sql(OWNERS + " AND o.channel = ?" + EACH_ONCE)
                .params(addressHash, channel.code())
                .query(AddressBook::read)
                .list();
        return owners.isEmpty()
                ? jdbc.sql(OWNERS + EACH_ONCE).param(addressHash).query(AddressBook::read).stream()
                        .map(Owner::notPermitted)
                        .toList()
                : owners;
    }

    private static Owner read(ResultSet row, int number) throws SQLException {
        return new Owner(
                row.getLong("patient_id"),
                row.getLong("organization_id"),
                row.getString("language"),
                row.getObject("is_permitted") == null ? null : row.getBoolean("is_permitted"));
    }

    /** Takes over what is newer than what is known. */
    void learn(PreferenceChanged changed) {
        jdbc.sql("""
                INSERT IGNORE INTO patients (patient_id, organization_id, language, version)
                VALUES (?, ?, ?, 0)""")
                .params(changed.patientId(), changed.organizationId(), changed.language())
                .update();
        var newer = jdbc.sql("""
                        UPDATE patients SET organization_id = ?, language = ?, version = ?
                        WHERE patient_id = ? AND version < ?""")
                .params(
                        changed.organizationId(),
                        changed.language(),
                        changed.version(),
                        changed.patientId(),
                        changed.version())
                .update();
        if (newer == 1) {
            replaceAddresses(changed);
        }
    }

    private void replaceAddresses(PreferenceChanged changed) {
        var before = permittedSince(changed.patientId());
        jdbc.sql("DELETE FROM address_owners WHERE patient_id = ?")
                .param(changed.patientId())
                .update();
        changed.channels().forEach((channel, permission) -> {
            var hash = permission.addressHash();
            if (hash != null) {
                jdbc.sql("""
                    INSERT IGNORE INTO address_owners (address_hash, channel, patient_id, is_permitted, permitted_at)
                    VALUES (?, ?, ?, ?, ?)\
                    """)
                        .param(hash)
                        .param(channel.code())
                        .param(changed.patientId())
                        .param(permission.transactional())
                        .param(permission.transactional() ? since(before, hash, channel, changed) : null)
                        .update();
            }
        });
    }

    /** Consent is as old as it is known without a break, whatever else of the patient changed meanwhile. */
    private static @Nullable Timestamp since(
            List<Permitted> before, String hash, Channel channel, PreferenceChanged changed) {
        for (var each : before) {
            if (each.addressHash().equals(hash) && each.channel() == channel) {
                return each.since();
            }
        }
        return Timestamp.from(changed.changedAt());
    }

    private List<Permitted> permittedSince(long patientId) {
        return jdbc.sql("""
                SELECT address_hash, channel, permitted_at FROM address_owners
                WHERE patient_id = ? AND (is_permitted IS NULL OR is_permitted)""")
                .param(patientId)
                .query((row, _) -> new Permitted(
                        row.getString("address_hash"),
                        Channel.of(row.getString("channel")),
                        row.getTimestamp("permitted_at")))
                .list();
    }

    /** @param since null when not known */
    private record Permitted(
            String addressHash, Channel channel, @Nullable Timestamp since) {}
}
