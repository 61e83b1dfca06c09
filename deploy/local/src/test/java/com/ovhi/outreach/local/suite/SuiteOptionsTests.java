package com.ovhi.outreach.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.embedded.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteOptionsTests {

    @Test
    void startsOnTheSampleFeedsFirstMorningUnlessToldOtherwise() {
        var options = SuiteOptions.parse();

        assertThat(options.start()).isEqualTo(SuiteOptions.SAMPLE_MORNING);
        assertThat(options.forked()).isFalse();
        assertThat(options.patients()).isTrue();
        assertThat(options.folder()).isEqualTo(Path.of(".outreach").toAbsolutePath());
    }

    @Test
    void understandsAllOptions() {
        var options = SuiteOptions.parse(
                "--forked",
                "--fresh",
                "--no-patients",
                "--start",
                "2026-03-07T15:00:00Z",
                "--port-offset",
                "1000",
                "--workers",
                "2");

        assertThat(options.forked()).isTrue();
        assertThat(options.fresh()).isTrue();
        assertThat(options.patients()).isFalse();
        assertThat(options.workers()).isEqualTo(2);
        assertThat(options.start()).isEqualTo(Instant.parse("2026-03-07T15:00:00Z"));
        assertThat(new SuitePorts(options.portOffset()).of(SuiteService.ORCHESTRATOR))
                .isEqualTo(9081);
        assertThat(SuiteOptions.parse("--real-time").start()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--folked",
                "--start",
                "--start now",
                "--port-offset x",
                "--port-offset 40000",
                "hello",
                "--workers 2",
                "--forked --workers 9"
            })
    void explainsWhatItDoesNotUnderstand(String line) {
        assertThatThrownBy(() -> SuiteOptions.parse(line.split(" ")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("Usage: deploy/up");
    }

    @Test
    void namesEveryPortThatIsTaken() throws IOException {
        var port = Ports.free();
        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            var offset = port - 8081;

            assertThatThrownBy(() -> new SuitePorts(offset).requireFree())
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("orchestrator-service")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }
}
