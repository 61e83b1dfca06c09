package com.ovhi.outreach.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Server distributions unpacked once per machine and shared by every JVM. */
record BinaryCache(Path folder) {

    // File locks hold between JVMs only; threads of one JVM queue here.
    private static final Object IN_THIS_JVM = new Object();

    Path unpackOnce(String name, Folders.Filling unpacking) {
        var ready = folder.toAbsolutePath().resolve(name);
        if (Files.isDirectory(ready)) {
            return ready;
        }
        synchronized (IN_THIS_JVM) {
            try {
                unpackAlone(ready, unpacking);
                return ready;
            } catch (IOException e) {
                throw new EmbeddedServerException(
                        "Cannot unpack server binaries into %s; check that the folder is writable or set %s to another one."
                                .formatted(folder, EmbeddedServers.CACHE_VARIABLE),
                        e);
            }
        }
    }

    private void unpackAlone(Path ready, Folders.Filling unpacking) throws IOException {
        Files.createDirectories(folder);
        var lockFile = ready.resolveSibling(ready.getFileName() + ".lock");
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            if (Files.notExists(ready)) {
                Folders.requireSpace(folder, Folders.ONE_GIB);
                Folders.createWhole(ready, unpacking);
            }
        }
    }
}
