package com.ovhi.outreach.simulators.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendOnlyFileTests {

    @TempDir
    Path directory = Path.of("");

    @Test
    void replaysItsLinesAndForgetsOneThatWasCutShort() throws IOException {
        Path path = directory.resolve("lines");
        try (AppendOnlyFile file = AppendOnlyFile.open(path, (position, line) -> {})) {
            file.append(bytes("one"));
            AppendOnlyFile.Position two = file.append(bytes("zwölf"));
            assertThat(file.read(two)).isEqualTo(bytes("zwölf"));
        }
        Files.writeString(path, "thr", StandardOpenOption.APPEND);

        List<String> lines = new ArrayList<>();
        try (AppendOnlyFile file = AppendOnlyFile.open(path, (position, line) -> lines.add(text(line)))) {
            file.append(bytes("four"));
        }

        assertThat(lines).containsExactly("one", "zwölf");
        assertThat(Files.readString(path)).isEqualTo("one\nzwölf\nfour\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
