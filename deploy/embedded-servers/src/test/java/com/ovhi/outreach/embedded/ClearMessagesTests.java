package com.ovhi.outreach.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClearMessagesTests {

    @Test
    void sayThatTheDiskIsFull(@TempDir Path folder) {
        assertThatExceptionOfType(EmbeddedServerException.class)
                .isThrownBy(() -> Folders.requireSpace(folder, Long.MAX_VALUE))
                .withMessageContaining("Free some space");
    }

    @Test
    void sayThatThePlatformIsNotSupported() {
        assertThatExceptionOfType(EmbeddedServerException.class)
                .isThrownBy(() -> Platform.of("SunOS", "sparc"))
                .withMessageContaining("SunOS on sparc");
        assertThatExceptionOfType(EmbeddedServerException.class)
                .isThrownBy(() -> Platform.of("Linux", "aarch64").mariaDbArtifact())
                .withMessageContaining("MariaDB cannot run here");
    }

    @Test
    void sayThatTheBinariesAreMissing() {
        assertThatExceptionOfType(EmbeddedServerException.class)
                .isThrownBy(() -> Artifact.find("no.such", "server"))
                .withMessageContaining("no.such:server are not on the class path");
    }

    @Test
    void knowTheCommonPlatforms() {
        assertThat(Platform.of("Mac OS X", "aarch64")).isEqualTo(Platform.MACOS_ARM64);
        assertThat(Platform.of("Windows 11", "amd64")).isEqualTo(Platform.WINDOWS_X64);
    }
}
