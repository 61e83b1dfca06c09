package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.channel.permission.Standing.Block;
import com.ovhi.outreach.channel.permission.Standing.Resident;
import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the projections know of an address, for messages that answer whoever wrote from there. As for {@link Permissions},
 * what is read cannot change before the reader's transaction ends.
 */
@Component
public class AddressPermissions {

    private static final String RESIDENTS =
            "SELECT patient_id, organization_id, transactional, address_hash FROM send_permissions";

    private final JdbcClient jdbc;

    AddressPermissions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How an address stands, and the patient who is meant to have it. In the order in which a change of suppressions
     * locks, so that neither waits for the other in a circle.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Standing hold(String addressHash, Channel channel, @Nullable Long patientId) {
        var block = block(addressHash, channel);
        var residents = jdbc.sql(RESIDENTS + " FORCE INDEX (idx_send_permissions_address)"
                        + " WHERE address_hash = ? AND channel = ? LOCK IN SHARE MODE")
                .params(addressHash, channel.code())
                .query(AddressPermissions::resident)
                .list();
        return new Standing(
                block.orElse(null),
                residents,
                patientId == null ? null : patient(patientId, channel).orElse(null));
    }

    private Optional<Block> block(String addressHash, Channel channel) {
        return jdbc.sql("""
                        SELECT suppression, reason, changed_at, lifted_at FROM suppressions
                        WHERE address_hash = ? AND channel = ? LOCK IN SHARE MODE""")
                .params(addressHash, channel.code())
                .query((row, _) -> {
                    var lifted = row.getTimestamp("lifted_at");
                    return new Block(
                            Suppression.of(row.getString("suppression")),
                            row.getString("reason"),
                            row.getTimestamp("changed_at").toInstant(),
                            lifted == null ? null : lifted.toInstant());
                })
                .optional();
    }

    private Optional<Resident> patient(long patientId, Channel channel) {
        return jdbc.sql(RESIDENTS + " FORCE INDEX (PRIMARY) WHERE patient_id = ? AND channel = ? LOCK IN SHARE MODE")
                .params(patientId, channel.code())
                .query(AddressPermissions::resident)
                .optional();
    }

    /** Whether an address is, as far as is known here now, the one of a patient on a channel. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isOf(String addressHash, Channel channel, long patientId) {
        return jdbc.sql("SELECT 1 FROM send_permissions WHERE patient_id = ? AND channel = ? AND address_hash = ?")
                .params(patientId, channel.code(), addressHash)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private static Resident resident(ResultSet row, int number) throws SQLException {
        return new Resident(
                row.getLong("patient_id"),
                row.getLong("organization_id"),
                row.getBoolean("transactional"),
                row.getString("address_hash"));
    }
}
