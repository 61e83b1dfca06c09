package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.ids.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send, written down before the provider is called.
 *
 * @param account of the provider, which carries it
 * @param addressHash where to
 * @param consentVersion the version of the permission under which it was opened
 * @param requestFingerprint keyed hash of address and text
 * @param content sealed with {@code dispatch|<job id>}; null once settled
 * @param orderedAt when it was opened, on the suite's clock
 * @param looks how often its outcome was looked for
 * @param misses how often the provider answered that it has no such message
 * @param allowance as what it counts among the contacts of its patient; null when that was not told
 */
public record SendIntent(
        UUID id,
        UUID jobId,
        UUID slotId,
        int attempt,
        Channel channel,
        Account account,
        Purpose purpose,
        long patientId,
        long organizationId,
        String addressHash,
        long consentVersion,
        String requestFingerprint,
        @Nullable Sealed content,
        IntentState state,
        @Nullable String providerMessageId,
        @Nullable String failureCode,
        Instant orderedAt,
        Instant deadline,
        int looks,
        int misses,
        @Nullable String allowance) {

    /** The context its content is sealed for. */
    public static String contentContext(UUID jobId) {
        return "dispatch|" + jobId;
    }

    static SendIntent read(ResultSet row, int number) throws SQLException {
        var channel = Channel.of(row.getString("channel"));
        var provider = Provider.of(channel);
        var account = row.getString("account");
        return new SendIntent(
                UUID.fromString(row.getString("id")),
                UUID.fromString(row.getString("job_id")),
                UUID.fromString(row.getString("slot_id")),
                row.getInt("attempt"),
                channel,
                account == null ? Account.main(provider) : new Account(provider, account),
                Purpose.of(row.getString("purpose")),
                row.getLong("patient_id"),
                row.getLong("organization_id"),
                row.getString("address_hash"),
                row.getLong("consent_version"),
                row.getString("request_fingerprint"),
                Optional.ofNullable(row.getString("content")).map(Sealed::new).orElse(null),
                IntentState.of(row.getString("state")),
                row.getString("provider_message_id"),
                row.getString("failure_code"),
                row.getTimestamp("ordered_at").toInstant(),
                row.getTimestamp("deadline_at").toInstant(),
                row.getInt("looks"),
                row.getInt("misses"),
                row.getString("allowance"));
    }
}
