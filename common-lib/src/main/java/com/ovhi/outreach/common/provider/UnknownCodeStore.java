package com.ovhi.outreach.common.provider;

import com.ovhi.outreach.common.ids.Provider;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionOperations;

/** Table {@code unknown_provider_codes}: what {@link UnknownCodes} counted, of all instances. Thread-safe. */
public class UnknownCodeStore {

    private static final Logger log = LoggerFactory.getLogger(UnknownCodeStore.class);
    private static final int MOST = 500;

    private static final String NEWEST = """
            SELECT provider, code, seen, first_seen_at, last_seen_at FROM unknown_provider_codes
            ORDER BY provider, last_seen_at DESC LIMIT ?""";

    private static final String COUNT = """
            INSERT INTO unknown_provider_codes (provider, code, seen, first_seen_at, last_seen_at)
            VALUES (?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
            ON DUPLICATE KEY UPDATE seen = seen + VALUES(seen), last_seen_at = UTC_TIMESTAMP(6)""";

    private final UnknownCodes codes;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    public UnknownCodeStore(UnknownCodes codes, JdbcClient jdbc, TransactionOperations transactions) {
        this.codes = codes;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Writes down what was counted; what the database does not take now is written the next time. */
    @Scheduled(fixedDelayString = "${outreach.provider-codes.flush:PT5S}")
    public void flush() {
        var counted = codes.drain();
        if (counted.isEmpty()) {
            return;
        }
        try {
            transactions.executeWithoutResult(_ -> counted.forEach(this::write));
        } catch (RuntimeException e) {
            codes.restore(counted);
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Unknown codes are written down later");
        }
    }

    /** The codes by provider, the latest first. */
    List<UnknownCode> all() {
        var found = transactions.execute(_ -> jdbc.sql(NEWEST)
                .param(MOST)
                .query((row, _) -> new UnknownCode(
                        Provider.of(row.getString("provider")),
                        row.getString("code"),
                        row.getLong("seen"),
                        row.getTimestamp("first_seen_at").toInstant(),
                        row.getTimestamp("last_seen_at").toInstant()))
                .list());
        return found == null ? List.of() : found;
    }

    private void write(UnknownCodes.Sighting sighting, int count) {
        jdbc.sql(COUNT)
                .params(sighting.provider().code(), sighting.code(), count)
                .update();
    }

    /**
     * A code in no table.
     *
     * @param seen how often
     * @param firstSeenAt by the database's clock, as is {@code lastSeenAt}
     */
    record UnknownCode(Provider provider, String code, long seen, Instant firstSeenAt, Instant lastSeenAt) {}
}
