package com.ovhi.outreach.common.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** How migrations reach the database, and how all else does. */
@ServiceTest(schema = "ovhi_sample")
class MigrationServiceTests {

    private final Flyway flyway;
    private final DataSource pool;

    MigrationServiceTests(Flyway flyway, DataSource pool) {
        this.flyway = flyway;
        this.pool = pool;
    }

    /** A statement over a large table that is cut off half-way leaves a schema nobody can start with. */
    @Test
    void onlyTheServiceItselfIsCutOffWhenTheDatabaseTakesLong() throws SQLException {
        try (var migrating = flyway.getConfiguration().getDataSource().getConnection();
                var serving = pool.getConnection()) {
            assertThat(migrating.getNetworkTimeout()).isZero();
            assertThat(serving.getNetworkTimeout()).isEqualTo(30_000);
            assertThat(migrating.getCatalog()).isEqualTo(serving.getCatalog());
            assertThat(serving.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        }
        assertThat(flyway.getConfiguration().getInitSql()).endsWith("READ COMMITTED");
    }
}
