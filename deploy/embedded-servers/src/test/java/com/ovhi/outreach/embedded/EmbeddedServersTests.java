package com.ovhi.outreach.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersTests {

    @TempDir
    Path folder;

    @Test
    void startsAllThreeAndStopsThem() {
        int mariaDb = Ports.free();
        int kafka = Ports.free();
        int redis = Ports.free();

        try (var servers = EmbeddedServers.start(folder, mariaDb, kafka, redis)) {
            assertThat(servers.mariaDb().port()).isEqualTo(mariaDb);
            assertThat(servers.kafka().bootstrapServers()).isEqualTo("127.0.0.1:" + kafka);
            assertThat(servers.redis().port()).isEqualTo(redis);
        }

        assertThat(mariaDb).matches(Ports::isFree);
        assertThat(kafka).matches(Ports::isFree);
        assertThat(redis).matches(Ports::isFree);
    }

    @Test
    void startsNoneWhenOneCannotStart() throws Exception {
        int mariaDb = Ports.free();
        int redis = Ports.free();
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(() -> EmbeddedServers.start(folder, mariaDb, other.getLocalPort(), redis))
                    .withMessageContaining("Kafka cannot listen on port " + other.getLocalPort());
        }

        assertThat(mariaDb).matches(Ports::isFree);
        assertThat(redis).matches(Ports::isFree);
    }
}
