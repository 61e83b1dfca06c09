package com.ovhi.outreach.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/** Folder trees: all or nothing, and never onto a full disk. */
final class Folders {

    static final long ONE_GIB = 1L << 30;

    private Folders() {}

    /** Fills {@code folder} beside its final place and renames it, so that a half-filled folder is never seen. */
    static void createWhole(Path folder, Filling filling) throws IOException {
        var unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        delete(unfinished);
        Files.createDirectories(unfinished);
        try {
            filling.fill(unfinished);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(unfinished);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(file -> !file.equals(from)).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static void requireSpace(Path folder, long bytes) throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < bytes) {
            throw new EmbeddedServerException(
                    "The disk of %s has %d MiB left, the servers need %d MiB. Free some space."
                            .formatted(folder, usable >> 20, bytes >> 20));
        }
    }

    @FunctionalInterface
    interface Filling {
        void fill(Path folder) throws IOException;
    }
}
