package com.ovhi.outreach.common.ids;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Makes identifiers. Thread-safe. Never a source of secrets: time-ordered ids can be guessed. */
public final class Ids {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** A new time-ordered id (UUID version 7, RFC 9562). */
    public static UUID next() {
        return GENERATOR.generate();
    }

    /** The same id for the same name: lets a repeated event give the same request (UUID version 3). */
    public static UUID of(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
