package com.ovhi.outreach.channel.permission;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What one patient allows on one channel.
 *
 * @param addressHash of the only address that may be used; null when there is none
 * @param version of the preferences it comes from
 */
public record Permission(
        long organizationId,
        boolean transactional,
        boolean marketing,
        @Nullable String addressHash,
        Suppression suppression,
        long version) {

    static Permission read(ResultSet row, int number) throws SQLException {
        return new Permission(
                row.getLong("organization_id"),
                row.getBoolean("transactional"),
                row.getBoolean("marketing"),
                row.getString("address_hash"),
                Suppression.of(row.getString("suppression")),
                row.getLong("version"));
    }

    /** Whether the patient agreed to messages of this kind. */
    public boolean allows(boolean marketingMessage) {
        return marketingMessage ? marketing : transactional;
    }
}
