package com.ovhi.outreach.webhook.spool;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Requests on disk, encrypted, one file each, named so that their names sort by arrival. A request is on disk when
 * {@link #keep} returns, even if the machine stops a moment later. Several processes may share the directory.
 */
@Component
public class Spool {

    private static final String ENDING = ".notice";
    private static final String FAILED = ".failed";
    private static final String UNFINISHED = ".part";

    private final Path directory;
    private final FieldCipher cipher;

    Spool(SpoolProperties properties, FieldCipher cipher) {
        directory = properties.directory().toAbsolutePath();
        this.cipher = cipher;
    }

    /** Puts a request onto the disk. */
    public void keep(Notice notice) throws IOException {
        keep(notice, "");
    }

    /** Puts a request that cannot be recorded onto the disk, where it is out of the way of the others. */
    public void keepAside(Notice notice) throws IOException {
        keep(notice, FAILED);
    }

    private void keep(Notice notice, String suffix) throws IOException {
        createDirectory();
        var name = Ids.next() + ENDING;
        var sealed = cipher.seal(ContractJson.writeText(Page.of(notice)), context(name));
        var unfinished = directory.resolve(name + UNFINISHED);
        write(unfinished, sealed.ciphertext());
        Files.move(unfinished, directory.resolve(name + suffix), StandardCopyOption.ATOMIC_MOVE);
        sync(directory);
    }

    /**
     * Lets what was set aside wait again: a newer version may be able to record it. Files that a process was writing when it
     * died are removed: nobody was told that they were safe.
     *
     * @param before which a file was begun that nobody can still be writing, real time
     * @return how many were set aside
     */
    public int bringBack(Instant before) throws IOException {
        for (var name : named(UNFINISHED)) {
            if (since(name).isBefore(before)) {
                Files.deleteIfExists(directory.resolve(name));
            }
        }
        var aside = named(ENDING + FAILED);
        for (var name : aside) {
            var back = name.substring(0, name.length() - FAILED.length());
            try {
                Files.move(directory.resolve(name), directory.resolve(back), StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                // Another process was faster.
            }
        }
        return aside.size();
    }

    /** The names of the requests that wait, oldest first. */
    public List<String> waiting() {
        try {
            return named(ENDING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When a request that waits was put there, real time. */
    public Instant since(String name) throws IOException {
        return Files.getLastModifiedTime(directory.resolve(name)).toInstant();
    }

    /** How large a request that waits is on the disk, in bytes; 0 when another process has taken it. */
    public long size(String name) {
        try {
            return Files.size(directory.resolve(name));
        } catch (IOException e) {
            return 0;
        }
    }

    private List<String> named(String ending) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /** A request that waits, or nothing when another process has taken it. */
    public Optional<Notice> read(String name) {
        try {
            var sealed = new Sealed(Files.readString(directory.resolve(name)));
            return Optional.of(ContractJson.read(cipher.open(sealed, context(name)), Page.class)
                    .notice());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a request that is in the database now. */
    public void done(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a request that can never be recorded out of the way of the others, for ops to look at. */
    public void setAside(String name) {
        try {
            Files.move(directory.resolve(name), directory.resolve(name + FAILED), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void createDirectory() throws IOException {
        if (!Files.isDirectory(directory)) {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(directory, owner);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String context(String name) {
        return "webhook-spool|" + name;
    }

    /** A request as it is written; older ones name no account. */
    private record Page(Source source, @Nullable Account account, String query, String body, Instant receivedAt) {

        static Page of(Notice notice) {
            return new Page(
                    notice.source(),
                    notice.account(),
                    notice.query(),
                    Base64.getEncoder().encodeToString(notice.body()),
                    notice.receivedAt());
        }

        Notice notice() {
            return new Notice(
                    source,
                    Objects.requireNonNullElse(account, Account.MAIN),
                    query,
                    Base64.getDecoder().decode(body),
                    receivedAt);
        }
    }
}
