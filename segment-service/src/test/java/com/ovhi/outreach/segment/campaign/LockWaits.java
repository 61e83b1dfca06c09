package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.testing.TestServers;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Whether somebody waits for a row that another transaction holds. */
final class LockWaits {

    /** The table is made anew only when nobody has read it for a tenth of a second. */
    static final Duration SEEN_EVERY = Duration.ofMillis(250);

    private final JdbcClient root;

    LockWaits() {
        var database = TestServers.database();
        root = JdbcClient.create(
                new DriverManagerDataSource(database.url("ovhi_segment"), database.user(), database.password()));
    }

    boolean any() {
        return root.sql("SELECT EXISTS (SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT')")
                .query(Boolean.class)
                .single();
    }
}
