package com.ovhi.outreach.simulators.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

/** The folder that outlives a restart. */
public final class DataDirectory {

    private final Path root;

    private DataDirectory(Path root) {
        this.root = root;
    }

    /** Opens the folder, creating it when it is missing. */
    public static DataDirectory at(Path root) {
        try {
            return new DataDirectory(Files.createDirectories(root.toAbsolutePath()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The path of a file in this folder. */
    public Path file(String name) {
        return root.resolve(name);
    }

    /** The text kept under a name; made and kept when there is none yet. */
    public String keep(String name, Supplier<String> maker) {
        Path file = file(name);
        try {
            if (Files.notExists(file)) {
                Path fresh = file(name + ".new");
                Files.writeString(fresh, maker.get());
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
