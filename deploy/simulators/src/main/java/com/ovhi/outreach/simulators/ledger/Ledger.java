package com.ovhi.outreach.simulators.ledger;

import com.ovhi.outreach.simulators.world.AppendOnlyFile;
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Recent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything one provider saw, in order. Positions and the newest messages are kept in memory; other lines are read back
 * from the file.
 */
public final class Ledger implements Closeable {

    /** Messages have moved on for good before so many others come. */
    private static final int KEPT = 4_000;

    private final DomainClock clock;
    private final JsonMapper json;
    private final List<AppendOnlyFile.Position> positions = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Recent<Entry> messages = new Recent<>(KEPT);
    private final AppendOnlyFile file;

    Ledger(Path path, DomainClock clock, JsonMapper json) {
        this.clock = clock;
        this.json = json;
        this.file = AppendOnlyFile.open(path, (position, line) -> {
            positions.add(position);
            count(json.readValue(line, Entry.class));
        });
    }

    /** Writes a line and returns it with its number and instants. */
    public synchronized Entry append(Draft draft) {
        Entry entry =
                draft.entry(positions.size() + 1L, clock.instant(), clock.real().instant());
        positions.add(file.append(json.writeValueAsBytes(entry)));
        count(entry);
        if (entry.kind() == Entry.Kind.MESSAGE) {
            messages.put(entry.seq(), entry);
        }
        return entry;
    }

    /** Reads the line of a given number. */
    public Entry entry(long seq) {
        Entry known = messages.get(seq);
        if (known != null) {
            return known;
        }
        AppendOnlyFile.Position position;
        synchronized (this) {
            position = positions.get((int) seq - 1);
        }
        return json.readValue(file.read(position), Entry.class);
    }

    /** A line about what happens to an accepted message; the message is line 0 when there is none. */
    public Draft following(long messageSeq, Entry.Kind kind) {
        if (messageSeq == 0) {
            return Draft.of(kind);
        }
        Entry message = entry(messageSeq);
        return Draft.of(kind).job(message.jobId(), message.correlation());
    }

    /** The number of the last line. */
    public synchronized long lastSeq() {
        return positions.size();
    }

    /** Shows every line after a number, oldest first. */
    public void forEachAfter(long seq, Consumer<Entry> reader) {
        long last = lastSeq();
        for (long next = seq + 1; next <= last; next++) {
            reader.accept(entry(next));
        }
    }

    /** A page of the lines after a number that are wanted. */
    public Page page(long after, int limit, Predicate<Entry> wanted) {
        long last = lastSeq();
        long next = after;
        List<Entry> entries = new ArrayList<>();
        while (next < last && entries.size() < limit) {
            next++;
            Entry entry = entry(next);
            if (wanted.test(entry)) {
                entries.add(entry);
            }
        }
        return new Page(entries, next, last);
    }

    /** The newest accepted message that is wanted; reads backwards through the whole file. */
    public Optional<Entry> lastMessage(Predicate<Entry> wanted) {
        for (long seq = lastSeq(); seq > 0; seq--) {
            Entry entry = entry(seq);
            if (entry.kind() == Entry.Kind.MESSAGE && wanted.test(entry)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** Some lines, and where to go on reading. */
    public record Page(List<Entry> entries, long nextAfter, long lastSeq) {}

    /** How many lines there are of each kind and outcome. */
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void count(Entry entry) {
        String kind = entry.kind().name().toLowerCase(Locale.ROOT);
        counts.merge(kind, 1L, Long::sum);
        if (entry.outcome() != null) {
            counts.merge(kind + "." + entry.outcome(), 1L, Long::sum);
        }
        if (entry.httpStatus() != null) {
            counts.merge(kind + ".http." + entry.httpStatus(), 1L, Long::sum);
        }
    }
}
