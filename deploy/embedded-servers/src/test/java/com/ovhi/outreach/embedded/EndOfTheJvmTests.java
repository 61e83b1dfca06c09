package com.ovhi.outreach.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class EndOfTheJvmTests {

    @TempDir
    Path folder;

    @Test
    void stopsTheServerOfAKilledJvm() throws Exception {
        try (var jvm = startElsewhere(EmbeddedServers.cacheDir(), folder)) {
            var server = serverOf(jvm);

            jvm.kill();

            await().until(() -> !server.isAlive());
        }
    }

    @Test
    void reapsAnOrphanAtTheNextStart() throws Exception {
        try (var jvm = startElsewhere(EmbeddedServers.cacheDir(), folder)) {
            var orphan = serverOf(jvm);
            jvm.handle()
                    .children()
                    .filter(child -> child.pid() != orphan.pid())
                    .forEach(ProcessHandle::destroyForcibly);
            jvm.kill();
            assertThat(orphan.isAlive()).isTrue();

            try (var database = EmbeddedMariaDb.start(EmbeddedServers.cacheDir(), folder, 0)) {
                assertThat(orphan.isAlive()).isFalse();
                assertThat(Sql.ask(database, "select 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void sparesAStrangerWithTheNotedProcessId() throws Exception {
        var stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(folder.resolve("server.pid"), Long.toString(stranger.pid()));

            EmbeddedRedis.start(folder, 0).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void twoJvmsStartAtOnceFromAnEmptyCache() throws Exception {
        var cache = folder.resolve("cache");

        try (var jvm = startElsewhere(cache, folder.resolve("there"));
                var database = EmbeddedMariaDb.start(cache, folder.resolve("here"), 0)) {
            assertThat(serverOf(jvm).isAlive()).isTrue();
            assertThat(Sql.ask(database, "select 1")).isEqualTo("1");
        }
    }

    private static OtherJvm startElsewhere(Path cache, Path data) throws Exception {
        return OtherJvm.running(MariaDbProgram.class, cache.toString(), data.toString());
    }

    private static ProcessHandle serverOf(OtherJvm jvm) throws Exception {
        return ProcessHandle.of(Long.parseLong(jvm.readLine())).orElseThrow();
    }
}
