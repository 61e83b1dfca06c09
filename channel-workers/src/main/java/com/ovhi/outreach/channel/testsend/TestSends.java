package com.ovhi.outreach.channel.testsend;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.contract.TestSendOrdered;
import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Table {@code test_sends}, with what the projections of permissions know of an address. Thread-safe. */
@Repository
class TestSends {

    private static final int LONGEST_CODE = 64;

    private final JdbcClient jdbc;

    TestSends(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when the test was taken up before; waits for whoever is just doing that. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean open(TestSendOrdered order) {
        return jdbc.sql("""
                        INSERT IGNORE INTO test_sends (id, organization_id, channel, state, opened_at)
                        VALUES (?, ?, ?, 'open', UTC_TIMESTAMP(6))""")
                        .params(
                                order.testId().toString(),
                                order.organizationId(),
                                order.channel().code())
                        .update()
                == 1;
    }

    /** Why nothing may be sent to an address: it has been suppressed, or a patient can be reached there. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<String> objection(String addressHash, Channel channel) {
        if (exists("SELECT COUNT(*) FROM send_permissions WHERE address_hash = ?", addressHash)) {
            return Optional.of("patient-address");
        }
        return exists(
                        "SELECT COUNT(*) FROM suppressions WHERE address_hash = ? AND channel = ?"
                                + " AND suppression <> 'none'",
                        addressHash,
                        channel.code())
                ? Optional.of("suppressed")
                : Optional.empty();
    }

    private boolean exists(String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).query(Long.class).single() > 0;
    }

    /** Remembers how a test has ended; what the provider said counts more than that nobody had heard of it. */
    @Transactional
    public void settle(UUID id, SendOutcome outcome) {
        switch (outcome) {
            case Accepted(var message) -> settle(id, TestState.ACCEPTED, null, message);
            case NotSent refused -> settle(id, TestState.NOT_SENT, refused.code(), null);
            case Unknown(var code) -> settle(id, TestState.UNKNOWN, code, null);
        }
    }

    private void settle(UUID id, TestState state, @Nullable String code, @Nullable String message) {
        jdbc.sql("""
                        UPDATE test_sends
                        SET state = :state, code = :code, provider_message_id = :message,
                            settled_at = UTC_TIMESTAMP(6)
                        WHERE id = :id AND state IN ('open', 'unknown')""")
                .param("state", state.code())
                .param("code", code == null || code.length() <= LONGEST_CODE ? code : code.substring(0, LONGEST_CODE))
                .param("message", message)
                .param("id", id.toString())
                .update();
    }

    /** Gives up what has been open for longer than any call takes: its worker has died. */
    @Transactional
    public int giveUp(Duration lease) {
        return jdbc.sql("""
                        UPDATE test_sends SET state = 'unknown', code = 'worker-died', settled_at = UTC_TIMESTAMP(6)
                        WHERE state = 'open' AND opened_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND""").param(lease.toSeconds()).update();
    }

    @Transactional(readOnly = true)
    public Optional<TestSend> find(long organization, UUID id) {
        return jdbc.sql("SELECT * FROM test_sends WHERE organization_id = ? AND id = ?")
                .params(organization, id.toString())
                .query(TestSends::row)
                .optional();
    }

    /** Newest first; ids grow with time. */
    @Transactional(readOnly = true)
    public List<TestSend> page(long organization, @Nullable TestState state, @Nullable UUID before, int limit) {
        return jdbc.sql("""
                        SELECT * FROM test_sends
                        WHERE organization_id = :organization AND (:state IS NULL OR state = :state)
                            AND (:before IS NULL OR id < :before)
                        ORDER BY id DESC LIMIT :limit""")
                .param("organization", organization)
                .param("state", state == null ? null : state.code())
                .param("before", before == null ? null : before.toString())
                .param("limit", limit)
                .query(TestSends::row)
                .list();
    }

    private static TestSend row(ResultSet row, int number) throws SQLException {
        var settled = row.getTimestamp("settled_at");
        return new TestSend(
                UUID.fromString(row.getString("id")),
                Channel.of(row.getString("channel")),
                TestState.of(row.getString("state")),
                row.getString("code"),
                row.getString("provider_message_id"),
                row.getTimestamp("opened_at").toInstant(),
                settled == null ? null : settled.toInstant());
    }
}
