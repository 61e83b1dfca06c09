package com.ovhi.outreach.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMariaDbTests {

    @TempDir
    Path folder;

    @Test
    void answersSqlUnderTheRulesOfProduction() throws Exception {
        try (var database = start()) {
            assertThat(Sql.ask(database, "select version()")).startsWith("11.4.");
            assertThat(Sql.ask(database, "select @@transaction_isolation")).isEqualTo("READ-COMMITTED");
            assertThat(Sql.ask(database, "select @@time_zone")).isEqualTo("+00:00");
            assertThat(Sql.ask(database, "select @@character_set_server")).isEqualTo("utf8mb4");
            assertThat(Sql.ask(database, "select @@max_connections")).isEqualTo("400");
        }
    }

    @Test
    void givesASchemaToAUserWhoSeesNoOther() throws Exception {
        try (var database = start()) {
            database.createSchema("comm_orchestrator", "orchestrator", "it's a \"secret\"");
            database.createSchema("comm_orchestrator", "orchestrator", "it's a \"secret\"");
            database.createSchema("commXorchestrator", "other", "x");

            try (var connection = DriverManager.getConnection(
                            database.jdbcUrl("comm_orchestrator"), "orchestrator", "it's a \"secret\"");
                    var statement = connection.createStatement()) {
                statement.execute("create table job (id bigint primary key)");
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> statement.execute("create table commXorchestrator.job (id bigint)"))
                        .withMessageContaining("denied");
            }
        }
    }

    @Test
    void keepsDataWhenStoppedAndWhenKilled() throws Exception {
        try (var database = start()) {
            database.createSchema("kept", "keeper", "secret");
            Sql.run(database, "create table kept.fact as select 1 as n");
        }

        var second = start();
        Sql.run(second, "insert into kept.fact values (2)");
        second.kill();

        try (var third = start()) {
            assertThat(Sql.ask(third, "select sum(n) from kept.fact")).isEqualTo("3");
        }
    }

    @Test
    void startsInAFolderWithALongName() throws Exception {
        var deep = folder.resolve("a folder ".repeat(12) + "x").resolve("y".repeat(120));

        try (var database = EmbeddedMariaDb.start(EmbeddedServers.cacheDir(), deep, 0)) {
            assertThat(Sql.ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void tellsWhoTakesThePort() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(() -> EmbeddedMariaDb.start(EmbeddedServers.cacheDir(), folder, other.getLocalPort()))
                    .withMessageContaining("MariaDB cannot listen on port " + other.getLocalPort())
                    .withMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void refusesAFolderInUse() {
        try (var database = start()) {
            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(this::start)
                    .withMessageContaining("in use by process " + database.pid());
        }
    }

    private EmbeddedMariaDb start() {
        return EmbeddedMariaDb.start(EmbeddedServers.cacheDir(), folder, 0);
    }
}
