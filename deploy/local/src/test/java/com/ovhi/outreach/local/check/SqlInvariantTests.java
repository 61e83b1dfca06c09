package com.ovhi.outreach.local.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.embedded.EmbeddedMariaDb;
import com.ovhi.outreach.embedded.EmbeddedServers;
import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each query against the services' own schemas: silent when all is well, and loud about one planted violation. */
class SqlInvariantTests {

    private static final Map<String, String> SCHEMAS = Map.of(
            "ovhi_orchestrator", "orchestrator-service",
            "ovhi_scheduler", "scheduler-service",
            "ovhi_channel", "channel-workers",
            "ovhi_preference", "preference-service",
            "ovhi_template", "template-service");

    @TempDir
    private static Path folder;

    private static EmbeddedMariaDb server;

    @BeforeAll
    static void start() {
        server = EmbeddedMariaDb.start(EmbeddedServers.cacheDir(), folder.resolve("mariadb"), 0);
        SCHEMAS.forEach((schema, service) -> {
            server.createSchema(schema, schema, "test");
            Flyway.configure()
                    .dataSource(server.jdbcUrl(schema), schema, "test")
                    .locations("classpath:db/migration/common", "classpath:db/migration/" + service)
                    .load()
                    .migrate();
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("com.ovhi.outreach.local.check.SqlPlants#all")
    void findsWhatWasPlantedAndNothingElse(SqlPlants.Plant plant) throws SQLException {
        try (var connection = connection()) {
            connection.setAutoCommit(false);
            plant(connection, plant.statements());
            for (var query : SqlInvariants.all()) {
                var found = count(connection, query.sql());
                if (query.name().equals(plant.invariant())) {
                    assertThat(found).as(query.name()).isPositive();
                } else if (!plant.others().contains(query.name())) {
                    assertThat(found).as(query.name()).isZero();
                }
            }
            connection.rollback();
        }
    }

    @Test
    void eachOfThemHasAPlantedViolation() {
        assertThat(SqlPlants.all().map(SqlPlants.Plant::invariant).distinct())
                .containsExactlyInAnyOrderElementsOf(SqlInvariants.all().stream()
                        .map(SqlInvariants.Query::name)
                        .toList());
    }

    /** Who is told to wait has not been tried; else a provider that is too busy would leave no retry for its faults. */
    @Test
    void countsNoAttemptThatWasTurnedAwayUnread() throws SQLException {
        var tries = SqlInvariants.all().stream()
                .filter(query -> query.name().equals(SqlPlants.TRIED))
                .findFirst()
                .orElseThrow();
        try (var connection = connection()) {
            connection.setAutoCommit(false);
            plant(connection, SqlPlants.attempts(8));
            plant(connection, List.of("UPDATE send_intents SET failure_class = 'throttle' WHERE attempt > 6"));
            assertThat(count(connection, tries.sql())).isZero();
            plant(connection, List.of("UPDATE send_intents SET failure_class = 'retry' WHERE attempt = 7"));
            assertThat(count(connection, tries.sql())).isEqualTo(1);
            connection.rollback();
        }
    }

    @Test
    void tellsWhatHasNeverHappened() throws SQLException {
        var out = new ByteArrayOutputStream();
        try (var database = new SuiteDatabase(where())) {
            assertThat(Occurrences.tell(database, new PrintStream(out, true, StandardCharsets.UTF_8)))
                    .isFalse();
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(Occurrences.all().size() + " never happened")
                .doesNotContain("ok");
    }

    /** Each of them by what was planted for it alone. */
    @Test
    void countsWhatHasHappened() throws SQLException {
        try (var connection = connection()) {
            connection.setAutoCommit(false);
            plant(connection, SqlPlants.chaos());
            for (var each : Occurrences.all()) {
                try (var statement = connection.createStatement();
                        var row = statement.executeQuery(each.sql())) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt(1)).as(each.name()).isEqualTo(1);
                }
            }
            connection.rollback();
        }
    }

    /** What has only to come true in the end would be wrong right after a fault. */
    @Test
    void knowsWhichOfThemHoldAtEveryMoment() {
        var atAnyTime = SqlInvariants.all().stream()
                .filter(SqlInvariants.Query::atAnyTime)
                .map(SqlInvariants.Query::name)
                .toList();

        assertThat(atAnyTime)
                .hasSize(20)
                .contains(SqlPlants.SLOT_IF, SqlPlants.WITHDRAWN)
                .doesNotContain(SqlPlants.AUDITED, "I3 each job has ended, is in the queue or under review");
    }

    @Test
    void tellsThatAllIsWellWhereNothingHappened() throws SQLException {
        var out = new ByteArrayOutputStream();
        try (var database = new SuiteDatabase(where())) {
            assertThat(SuiteCheck.judge(database, new PrintStream(out, true, StandardCharsets.UTF_8)))
                    .isTrue();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("I16", "All of it holds.");
    }

    private static SuiteConnection.Database where() {
        return new SuiteConnection.Database(
                "127.0.0.1", Integer.toString(server.port()), server.rootUser(), server.rootPassword());
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("ovhi_channel"), server.rootUser(), server.rootPassword());
    }

    private static void plant(Connection connection, List<String> statements) throws SQLException {
        for (var each : statements) {
            try (var planting = connection.createStatement()) {
                planting.execute(each);
            }
        }
    }

    private static int count(Connection connection, String sql) throws SQLException {
        var found = 0;
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found++;
            }
        }
        return found;
    }
}
