package com.ovhi.outreach.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A server's folder on disk: one owning JVM at a time, and a note of the server process working in it. */
final class DataFolder implements AutoCloseable {

    // Closing any channel to a file drops this JVM's lock on it, so a second claim must not even open the file.
    private static final Set<Path> CLAIMED_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private DataFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static DataFolder claim(Path folder) {
        try {
            Files.createDirectories(folder);
            return claimReal(folder.toRealPath());
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Cannot use the data folder %s; check that it is writable.".formatted(folder), e);
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    Path createdData() {
        try {
            return Files.createDirectories(data());
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot create " + data() + ".", e);
        }
    }

    Path log() {
        return folder.resolve("server.log");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    void note(ProcessHandle server) {
        try {
            Files.writeString(pidFile(folder), Long.toString(server.pid()));
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot write " + pidFile(folder) + ".", e);
        }
    }

    /** Ends the server that a killed JVM left working in this folder, if the noted process really is that server. */
    void reapOrphan(String executable) {
        notedProcess(folder).filter(process -> isOurs(process, executable)).ifPresent(DataFolder::end);
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(pidFile(folder));
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot release the data folder " + folder, e);
        } finally {
            CLAIMED_HERE.remove(folder);
        }
    }

    private static DataFolder claimReal(Path folder) throws IOException {
        Folders.requireSpace(folder, Folders.ONE_GIB);
        if (!CLAIMED_HERE.add(folder)) {
            throw inUse(folder);
        }
        var channel =
                FileChannel.open(folder.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            CLAIMED_HERE.remove(folder);
            throw inUse(folder);
        }
        return new DataFolder(folder, channel);
    }

    private static EmbeddedServerException inUse(Path folder) {
        return new EmbeddedServerException(
                "The data folder %s is in use by %s. Stop that server or choose another folder."
                        .formatted(
                                folder,
                                notedProcess(folder).map(PortOwner::describe).orElse("another server")));
    }

    private static Optional<ProcessHandle> notedProcess(Path folder) {
        try {
            return ProcessHandle.of(
                    Long.parseLong(Files.readString(pidFile(folder)).trim()));
        } catch (IOException | NumberFormatException nothingNoted) {
            return Optional.empty();
        }
    }

    private boolean isOurs(ProcessHandle process, String executable) {
        var info = process.info();
        var name = info.command().map(command -> Path.of(command).getFileName().toString());
        return name.filter(file -> file.startsWith(executable)).isPresent()
                && info.arguments().map(this::mentionOurData).orElse(true);
    }

    private boolean mentionOurData(String[] arguments) {
        return Arrays.stream(arguments).anyMatch(argument -> argument.endsWith(data().toString()));
    }

    private static void end(ProcessHandle orphan) {
        orphan.destroyForcibly();
        orphan.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("server.pid");
    }
}
