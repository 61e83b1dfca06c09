package com.ovhi.outreach.channel.intent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Which attempts have passed the gate and whose call was begun, in a mapped file that outlives this process: what a dead
 * process had not begun was definitely not sent. It is believed only until the machine starts again, for a page that was
 * never written to the disk would say the same. Attempts it has no room for are reconciled as ever. Thread-safe.
 */
@Component
public final class CallJournal implements DisposableBean {

    private static final int SLOTS = 4_096;
    private static final int MOST_PROCESSES = 64;
    private static final int ID = 2 * Long.BYTES;
    private static final int SLOT = Long.BYTES + ID;

    private static final long FREE = 0;
    private static final long PASSED = 1;
    private static final long BEGUN = 2;

    /** Of this process, which would lose its lock of a file by closing it a second time. */
    private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

    private final Map<UUID, Integer> places = new ConcurrentHashMap<>();
    private final Queue<Integer> free = new ConcurrentLinkedQueue<>();
    private final List<UUID> abandoned = new ArrayList<>();
    private final Path path;
    private final FileChannel file;
    private final MappedByteBuffer slots;

    @Autowired
    CallJournal(SpoolProperties properties) {
        this(properties.directory(), start());
    }

    /**
     * Takes over what dead processes left in the directory.
     *
     * @param start of the machine: names it, and differs after the next one
     */
    CallJournal(Path directory, UUID start) {
        var own = new ArrayList<Journal>();
        try {
            Files.createDirectories(directory);
            for (var number = 0; number < MOST_PROCESSES; number++) {
                var next = directory.resolve("calls-" + number + ".journal").toAbsolutePath();
                if (own.isEmpty() || Files.exists(next)) {
                    open(next).ifPresent(journal -> {
                        takeOver(journal.slots(), start);
                        own.add(journal);
                    });
                }
            }
            if (own.isEmpty()) {
                throw new IllegalStateException("All journals of calls in " + directory + " are in use");
            }
            for (var other : own.subList(1, own.size())) {
                other.file().close();
                IN_USE.remove(other.path());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The journal of calls cannot be opened in " + directory, e);
        }
        path = own.getFirst().path();
        file = own.getFirst().file();
        slots = own.getFirst().slots();
        slots.putLong(0, start.getMostSignificantBits());
        slots.putLong(Long.BYTES, start.getLeastSignificantBits());
        IntStream.range(0, SLOTS).forEach(free::add);
    }

    /** Linux draws it anew with each start; where there is none nothing is ever taken over. */
    private static UUID start() {
        try {
            return UUID.fromString(
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
        } catch (IOException | IllegalArgumentException e) {
            return UUID.randomUUID();
        }
    }

    /** Empty when a living process has it. */
    private static Optional<Journal> open(Path path) throws IOException {
        if (!IN_USE.add(path)) {
            return Optional.empty();
        }
        var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (file.tryLock() == null) {
            file.close();
            IN_USE.remove(path);
            return Optional.empty();
        }
        return Optional.of(new Journal(path, file, file.map(MapMode.READ_WRITE, 0, ID + (long) SLOTS * SLOT)));
    }

    private void takeOver(MappedByteBuffer left, UUID start) {
        var sameStart = id(left, 0).equals(start);
        for (var place = 0; place < SLOTS; place++) {
            if (sameStart && left.getLong(at(place)) == PASSED) {
                abandoned.add(id(left, at(place) + Long.BYTES));
            }
            left.putLong(at(place), FREE);
        }
    }

    private static UUID id(MappedByteBuffer from, int at) {
        return new UUID(from.getLong(at), from.getLong(at + Long.BYTES));
    }

    private static int at(int place) {
        return ID + place * SLOT;
    }

    /** Attempts of dead processes that passed the gate, or were about to, and whose provider was definitely not called. */
    List<UUID> abandoned() {
        return List.copyOf(abandoned);
    }

    /** An attempt is about to be committed. */
    public void passed(UUID intentId) {
        var place = free.poll();
        if (place != null) {
            places.put(intentId, place);
            slots.putLong(at(place) + Long.BYTES, intentId.getMostSignificantBits());
            slots.putLong(at(place) + 2 * Long.BYTES, intentId.getLeastSignificantBits());
            // A place counts only when all of it is there.
            VarHandle.fullFence();
            slots.putLong(at(place), PASSED);
        }
    }

    /** The provider is called next; this stands in the file when it returns. */
    public void begun(UUID intentId) {
        mark(places.get(intentId), BEGUN);
    }

    /** What came of an attempt is written. */
    public void ended(UUID intentId) {
        var place = places.remove(intentId);
        mark(place, FREE);
        if (place != null) {
            free.add(place);
        }
    }

    private void mark(@Nullable Integer place, long state) {
        if (place != null) {
            slots.putLong(at(place), state);
            VarHandle.fullFence();
        }
    }

    @Override
    public void destroy() throws IOException {
        file.close();
        IN_USE.remove(path);
    }

    /** A file that this process has locked. */
    private record Journal(Path path, FileChannel file, MappedByteBuffer slots) {}
}
