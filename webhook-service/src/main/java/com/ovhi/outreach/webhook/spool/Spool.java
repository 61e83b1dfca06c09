package com.ovhi.outreach.webhook.spool;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Ids;
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
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Requests on disk, encrypted, one file each, named so that their names sort by arrival. A request is on disk when
 * {@link #keep} returns, even if the machine stops a moment later. Several processes may share the directory.
 */
@Component
public class Spool {

    private static final String ENDING = ".notice";

    private final Path directory;
    private final FieldCipher cipher;

    Spool(SpoolProperties properties, FieldCipher cipher) {
        directory = properties.directory().toAbsolutePath();
        this.cipher = cipher;
    }

    /** Puts a request onto the disk. */
    public void keep(Notice notice) throws IOException {
        createDirectory();
        var name = Ids.next() + ENDING;
        var sealed = cipher.seal(ContractJson.writeText(Page.of(notice)), context(name));
        var unfinished = directory.resolve(name + ".part");
        write(unfinished, sealed.ciphertext());
        Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        sync(directory);
    }

    /** The names of the requests that wait, oldest first. */
    public List<String> waiting() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
            Files.move(directory.resolve(name), directory.resolve(name + ".failed"), StandardCopyOption.ATOMIC_MOVE);
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

    /** A request as it is written. */
    private record Page(Source source, String query, String body, Instant receivedAt) {

        static Page of(Notice notice) {
            return new Page(
                    notice.source(),
                    notice.query(),
                    Base64.getEncoder().encodeToString(notice.body()),
                    notice.receivedAt());
        }

        Notice notice() {
            return new Notice(source, query, Base64.getDecoder().decode(body), receivedAt);
        }
    }
}
