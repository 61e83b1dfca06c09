package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.common.contract.ContractJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * A local file that keeps outcomes while the database does not take them; without it every outage would leave attempts
 * unknown although their outcome was known. Each process holds the lock of one file in the directory, so what a dead
 * process left behind is taken over by the next one that starts. Thread-safe.
 */
final class OutcomeSpool implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OutcomeSpool.class);
    private static final int MOST_PROCESSES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final FileChannel file;
    private long replayed;

    private OutcomeSpool(FileChannel file) {
        this.file = file;
    }

    static OutcomeSpool open(Path directory) {
        try {
            Files.createDirectories(directory);
            for (var number = 0; number < MOST_PROCESSES; number++) {
                var file = FileChannel.open(
                        directory.resolve("outcomes-" + number + ".jsonl"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                if (locked(file)) {
                    var spool = new OutcomeSpool(file);
                    spool.adopt(directory, number + 1);
                    return spool;
                }
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The outcome spool cannot be opened in " + directory, e);
        }
        throw new IllegalStateException("All files of the outcome spool in " + directory + " are in use");
    }

    /** Takes over what dead processes left in the files behind one's own. */
    private void adopt(Path directory, int from) throws IOException {
        for (var number = from; number < MOST_PROCESSES; number++) {
            var path = directory.resolve("outcomes-" + number + ".jsonl");
            if (!Files.exists(path)) {
                continue;
            }
            try (var orphan = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                if (locked(orphan) && orphan.size() > 0) {
                    var bytes = ByteBuffer.allocate(Math.toIntExact(orphan.size()));
                    while (bytes.hasRemaining() && orphan.read(bytes) >= 0) {
                        continue;
                    }
                    write(bytes.flip());
                    orphan.truncate(0);
                }
            }
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Keeps outcomes; they are on the disk when this returns. */
    void append(Map<UUID, SendOutcome> outcomes) {
        var lines = new StringBuilder();
        outcomes.forEach((id, outcome) -> lines.append(ContractJson.writeText(SpooledOutcome.of(id, outcome)))
                .append('\n'));
        lock.lock();
        try {
            write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("The outcome spool cannot be written", e);
        } finally {
            lock.unlock();
        }
    }

    /** Behind a line that a crash left half-written begins a new one. */
    private void write(ByteBuffer bytes) throws IOException {
        var end = file.size();
        if (end > 0 && !endsWithNewline(end)) {
            end += file.write(ByteBuffer.wrap(new byte[] {'\n'}), end);
        }
        while (bytes.hasRemaining()) {
            end += file.write(bytes, end);
        }
        file.force(true);
    }

    private boolean endsWithNewline(long end) throws IOException {
        var last = ByteBuffer.allocate(1);
        return file.read(last, end - 1) == 1 && last.get(0) == '\n';
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return file.size() == replayed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Hands over what is kept, oldest first, and forgets it when all of it was taken. */
    void replay(Consumer<SpooledOutcome> taker) {
        for (var line : lines()) {
            parsed(line.text()).forEach(taker);
            passed(line.end());
        }
        forgetReplayed();
    }

    private void passed(long end) {
        lock.lock();
        try {
            replayed = end;
        } finally {
            lock.unlock();
        }
    }

    private void forgetReplayed() {
        lock.lock();
        try {
            if (file.size() == replayed) {
                file.truncate(0);
                file.force(true);
                replayed = 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private List<Line> lines() {
        lock.lock();
        try {
            var bytes = ByteBuffer.allocate(Math.toIntExact(file.size() - replayed));
            while (bytes.hasRemaining() && file.read(bytes, replayed + bytes.position()) >= 0) {
                continue;
            }
            return split(bytes.array(), replayed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** What a crash left half-written at the end counts as a line, too, and is then found unreadable. */
    private static List<Line> split(byte[] bytes, long start) {
        var lines = new java.util.ArrayList<Line>();
        var text = new ByteArrayOutputStream();
        for (var at = 0; at < bytes.length; at++) {
            if (bytes[at] != '\n') {
                text.write(bytes[at]);
            }
            if (bytes[at] == '\n' || at == bytes.length - 1) {
                lines.add(new Line(text.toString(StandardCharsets.UTF_8), start + at + 1));
                text.reset();
            }
        }
        return lines;
    }

    private static List<SpooledOutcome> parsed(String line) {
        try {
            return List.of(ContractJson.read(line, SpooledOutcome.class));
        } catch (JacksonException e) {
            log.atWarn().log("A line of the outcome spool is not complete; its attempt will be reconciled");
            return List.of();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private record Line(String text, long end) {}
}
