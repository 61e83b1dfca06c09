package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.time.UtcTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The projection of permissions and suppressions. A reader's share lock and a writer's exclusive lock on the same row
 * put every send before or after every revocation, never beside it.
 */
@Component
public class Permissions {

    private static final PreferenceChanged.Permission NOTHING =
            new PreferenceChanged.Permission(false, false, null, null);

    private static final String UPSERT_PERMISSIONS = """
            INSERT INTO send_permissions
                (patient_id, channel, organization_id, transactional, marketing, address_hash, version, changed_at)
            VALUES ROWS
            ON DUPLICATE KEY UPDATE
                organization_id = IF(VALUES(version) > version, VALUES(organization_id), organization_id),
                transactional = IF(VALUES(version) > version, VALUES(transactional), transactional),
                marketing = IF(VALUES(version) > version, VALUES(marketing), marketing),
                address_hash = IF(VALUES(version) > version, VALUES(address_hash), address_hash),
                changed_at = IF(VALUES(version) > version, VALUES(changed_at), changed_at),
                version = GREATEST(version, VALUES(version))""";

    private static final String ROWS =
            String.join(", ", Collections.nCopies(Channel.values().length, "(?, ?, ?, ?, ?, ?, ?, ?)"));

    private static final String UPSERT_SUPPRESSION = """
            INSERT INTO suppressions (address_hash, channel, suppression, reason, version, changed_at, lifted_at)
            VALUES (:hash, :channel, :suppression, :reason, :version, :changed, :lifted)
            ON DUPLICATE KEY UPDATE
                lifted_at = IF(VALUES(version) > version, COALESCE(VALUES(lifted_at), lifted_at), lifted_at),
                suppression = IF(VALUES(version) > version, VALUES(suppression), suppression),
                reason = IF(VALUES(version) > version, VALUES(reason), reason),
                changed_at = IF(VALUES(version) > version, VALUES(changed_at), changed_at),
                version = GREATEST(version, VALUES(version))""";

    private static final String PROVE = """
            INSERT INTO permission_changes
                (patient_id, channel, version, transactional, marketing, suppression, address_hash, last_intent_seq,
                 changed_at)
            SELECT patient_id, channel, version, transactional, marketing, suppression, address_hash,
                   (SELECT COALESCE(MAX(seq), 0) FROM send_intents), UTC_TIMESTAMP(6)
            FROM send_permissions WHERE\s""";

    private final JdbcClient jdbc;

    Permissions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Reads permissions, by patient, and keeps them from changing until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<Long, Permission> hold(Collection<Long> patients, Channel channel) {
        return read(patients, channel, "AND channel = :channel LOCK IN SHARE MODE");
    }

    /** Like {@link #hold}, and keeps everybody else from sending to these patients until then, on whatever channel. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<Long, Permission> holdWhole(Collection<Long> patients, Channel channel) {
        return read(patients, channel, "FOR UPDATE");
    }

    private Map<Long, Permission> read(Collection<Long> patients, Channel channel, String which) {
        return jdbc
                .sql("""
                        SELECT patient_id, channel = :channel AS is_asked, organization_id, transactional, marketing,
                            address_hash, suppression, version
                        FROM send_permissions FORCE INDEX (PRIMARY) WHERE patient_id IN (:patients)\s""" + which)
                .param("patients", patients.stream().distinct().toList())
                .param("channel", channel.code())
                .query((row, number) ->
                        new Held(row.getLong("patient_id"), row.getBoolean("is_asked"), Permission.read(row, number)))
                .stream()
                .filter(Held::isAsked)
                .collect(Collectors.toMap(Held::patientId, Held::permission));
    }

    private record Held(long patientId, boolean isAsked, Permission permission) {}

    /**
     * The suppressions are read after the permission rows are locked: either a suppression that is just being written
     * waits for us and then finds our rows, or we wait for it.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void preferenceChanged(PreferenceChanged change) {
        var rows = new ArrayList<@Nullable Object>();
        for (var channel : Channel.values()) {
            var permission = change.channels().getOrDefault(channel, NOTHING);
            rows.addAll(Arrays.asList(
                    change.patientId(),
                    channel.code(),
                    change.organizationId(),
                    permission.transactional(),
                    permission.marketing(),
                    permission.addressHash(),
                    change.version(),
                    UtcTime.of(change.changedAt())));
        }
        jdbc.sql(UPSERT_PERMISSIONS.replace("ROWS", ROWS)).params(rows).update();
        takeOverSuppressions(change);
        jdbc.sql(PROVE + "patient_id = ? AND version = ?")
                .params(change.patientId(), change.version())
                .update();
    }

    /** A newer version keeps its own. */
    private void takeOverSuppressions(PreferenceChanged change) {
        var cases = new StringBuilder();
        var params = new ArrayList<Object>();
        for (var channel : Channel.values()) {
            var hash = change.channels().getOrDefault(channel, NOTHING).addressHash();
            cases.append(" WHEN ? THEN ?");
            params.addAll(List.of(channel.code(), suppressionOf(hash, channel)));
        }
        params.addAll(List.of(change.patientId(), change.version()));
        jdbc.sql("UPDATE send_permissions SET suppression = CASE channel" + cases
                        + " END WHERE patient_id = ? AND version = ?")
                .params(params)
                .update();
    }

    private String suppressionOf(@Nullable String addressHash, Channel channel) {
        if (addressHash == null) {
            return Suppression.NONE.code();
        }
        return jdbc.sql("""
                        SELECT suppression FROM suppressions
                        WHERE address_hash = ? AND channel = ? LOCK IN SHARE MODE""")
                .params(addressHash, channel.code())
                .query(String.class)
                .optional()
                .orElse(Suppression.NONE.code());
    }

    /** What was said of a patient cannot be read: nothing is allowed until something newer is heard. */
    @Transactional(propagation = Propagation.MANDATORY)
    void closePatient(long patientId) {
        jdbc.sql("UPDATE send_permissions SET transactional = 0, marketing = 0 WHERE patient_id = ?")
                .param(patientId)
                .update();
        jdbc.sql(PROVE + "patient_id = ?").param(patientId).update();
    }

    /** The same of an address on a channel. */
    @Transactional(propagation = Propagation.MANDATORY)
    void closeAddress(String addressHash, Channel channel) {
        jdbc.sql("""
                        INSERT INTO suppressions (address_hash, channel, suppression, reason, version, changed_at)
                        VALUES (?, ?, ?, 'unreadable', 0, UTC_TIMESTAMP(6))
                        ON DUPLICATE KEY UPDATE suppression = VALUES(suppression), reason = VALUES(reason)""")
                .params(addressHash, channel.code(), Suppression.ALL.code())
                .update();
        jdbc.sql("UPDATE send_permissions SET suppression = ? WHERE address_hash = ? AND channel = ?")
                .params(Suppression.ALL.code(), addressHash, channel.code())
                .update();
        jdbc.sql(PROVE + "address_hash = ? AND channel = ?")
                .params(addressHash, channel.code())
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void suppressionChanged(SuppressionChanged change) {
        var changed = UtcTime.of(change.changedAt());
        jdbc.sql(UPSERT_SUPPRESSION)
                .param("hash", change.addressHash())
                .param("channel", change.channel().code())
                .param("suppression", Suppression.of(change).code())
                .param("reason", change.reason().length() > 64 ? change.reason().substring(0, 64) : change.reason())
                .param("version", change.version())
                .param("changed", changed)
                .param("lifted", change.suppressed() ? null : changed)
                .update();
        jdbc.sql("UPDATE send_permissions SET suppression = ? WHERE address_hash = ? AND channel = ?")
                .params(suppressionOf(change.addressHash(), change.channel()), change.addressHash())
                .param(change.channel().code())
                .update();
        jdbc.sql(PROVE + "address_hash = ? AND channel = ?")
                .params(change.addressHash(), change.channel().code())
                .update();
    }
}
