package com.ovhi.outreach.preference.audit.chain;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The audit chain.
 *
 * @param key Base64 of at least 32 random bytes that only this service has; empty means derived from the look-up key
 *     ({@code outreach.crypto.index-key}), which all services share
 * @param formerKeys keys that sealed older entries
 * @param checkpointEntries how many entries a checkpoint may be late
 * @param checkpointAge how long an entry may wait for a checkpoint, on the suite's clock
 * @param retention how long entries are kept; only older ones may be missing at the start of a chain
 */
@Validated
@ConfigurationProperties("outreach.audit")
public record AuditProperties(
        @DefaultValue("") String key,
        @DefaultValue List<String> formerKeys,
        @DefaultValue("1000") @Positive int checkpointEntries,
        @DefaultValue("1m") @NotNull Duration checkpointAge,
        @DefaultValue("2192d") @NotNull Duration retention) {

    @Override
    public String toString() {
        return "AuditProperties[***]";
    }
}
