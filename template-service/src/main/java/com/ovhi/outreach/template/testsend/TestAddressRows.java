package com.ovhi.outreach.template.testsend;

import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code test_addresses}. Methods run in the caller's transaction. */
@Repository
class TestAddressRows {

    private final JdbcClient jdbc;
    private final FieldCipher cipher;
    private final AddressHash hashes;

    TestAddressRows(JdbcClient jdbc, FieldCipher cipher, AddressHash hashes) {
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.hashes = hashes;
    }

    /** @throws org.springframework.dao.DuplicateKeyException when the organisation has it already on this channel */
    void insert(TestAddress address) {
        jdbc.sql("""
                        INSERT INTO test_addresses
                            (id, organization_id, channel, address_hash, address, label, added_by, added_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        address.id().toString(),
                        address.organizationId(),
                        address.channel().code(),
                        hashes.of(address.address()),
                        cipher.seal(StaffAddress.written(address.address()), context(address.id()))
                                .ciphertext(),
                        address.label(),
                        address.addedBy(),
                        Timestamp.from(address.addedAt()))
                .update();
    }

    int count(long organization) {
        return jdbc.sql("SELECT COUNT(*) FROM test_addresses WHERE organization_id = ?")
                .param(organization)
                .query(Integer.class)
                .single();
    }

    Optional<TestAddress> find(long organization, UUID id) {
        return jdbc.sql("SELECT * FROM test_addresses WHERE organization_id = ? AND id = ?")
                .params(organization, id.toString())
                .query(this::row)
                .optional();
    }

    /** In the order in which they were added. */
    List<TestAddress> page(long organization, String after, int limit) {
        return jdbc.sql("SELECT * FROM test_addresses WHERE organization_id = ? AND id > ? ORDER BY id LIMIT ?")
                .params(organization, after, limit)
                .query(this::row)
                .list();
    }

    boolean delete(long organization, UUID id) {
        return jdbc.sql("DELETE FROM test_addresses WHERE organization_id = ? AND id = ?")
                        .params(organization, id.toString())
                        .update()
                == 1;
    }

    private TestAddress row(ResultSet row, int number) throws SQLException {
        var id = UUID.fromString(row.getString("id"));
        var channel = Channel.of(row.getString("channel"));
        var written = cipher.open(new Sealed(row.getString("address")), context(id));
        return new TestAddress(
                id,
                row.getLong("organization_id"),
                channel,
                StaffAddress.parse(channel, written)
                        .orElseThrow(() -> new IllegalStateException("A kept address is none")),
                row.getString("label"),
                row.getString("added_by"),
                row.getTimestamp("added_at").toInstant());
    }

    private static String context(UUID id) {
        return "test_addresses|address|" + id;
    }
}
