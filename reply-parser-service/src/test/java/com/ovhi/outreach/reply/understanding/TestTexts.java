package com.ovhi.outreach.reply.understanding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Text files among the tests' resources. */
final class TestTexts {

    private TestTexts() {}

    /** The lines of a file but for blank ones and remarks. */
    static Stream<String> lines(String file) {
        try (var in = TestTexts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new AssertionError("There is no file " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
