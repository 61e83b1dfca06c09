package com.ovhi.outreach.template.testsend;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.template.testsend.TestSend.Wish;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tables {@code test_sends} and {@code test_send_quota}. Methods run in the caller's transaction. */
@Repository
class TestSendRows {

    private final JdbcClient jdbc;

    TestSendRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The test that a person has ordered under a key. */
    Optional<TestSend> find(Wish wish) {
        return jdbc.sql("""
                        SELECT * FROM test_sends
                        WHERE organization_id = ? AND ordered_by = ? AND idempotency_key = ?""")
                .params(wish.organizationId(), wish.orderedBy(), wish.key())
                .query(TestSendRows::row)
                .optional();
    }

    /** @throws org.springframework.dao.DuplicateKeyException when the person has used the key meanwhile */
    void insert(TestSend test) {
        var wish = test.wish();
        jdbc.sql("""
                        INSERT INTO test_sends (id, organization_id, ordered_by, idempotency_key, template_id, version,
                            channel, address_id, ordered_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        test.id().toString(),
                        wish.organizationId(),
                        wish.orderedBy(),
                        wish.key(),
                        wish.templateId(),
                        wish.version(),
                        test.channel().code(),
                        wish.addressId().toString(),
                        Timestamp.from(test.orderedAt()))
                .update();
    }

    /** Counts one more test in an hour, and says how many there are now; one order at a time. */
    int countIn(long organization, Instant hour) {
        jdbc.sql("""
                        INSERT INTO test_send_quota (organization_id, hour_start, used) VALUES (?, ?, 1)
                        ON DUPLICATE KEY UPDATE
                            used = IF(hour_start = VALUES(hour_start), used + 1, 1), hour_start = VALUES(hour_start)""").params(organization, Timestamp.from(hour)).update();
        return jdbc.sql("SELECT used FROM test_send_quota WHERE organization_id = ?")
                .param(organization)
                .query(Integer.class)
                .single();
    }

    private static TestSend row(ResultSet row, int number) throws SQLException {
        return new TestSend(
                UUID.fromString(row.getString("id")),
                new Wish(
                        row.getLong("organization_id"),
                        row.getString("ordered_by"),
                        row.getString("idempotency_key"),
                        row.getLong("template_id"),
                        row.getInt("version"),
                        UUID.fromString(row.getString("address_id"))),
                Channel.of(row.getString("channel")),
                row.getTimestamp("ordered_at").toInstant());
    }
}
