package com.ovhi.outreach.simulators.callbacks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.ovhi.outreach.simulators.world.AppendOnlyFile;
import com.ovhi.outreach.simulators.world.Provider;
import com.ovhi.outreach.simulators.world.Recent;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Remembers on disk which callbacks are still to be delivered, so that none is lost when the process dies. */
final class CallbackJournal implements Closeable {

    /** Callbacks that are due within seconds; what patients do hours later is read from the file again. */
    private static final int KEPT = 10_000;

    private final Path path;
    private final JsonMapper json;
    private final Map<Long, Pending> pending = new TreeMap<>();
    private final Map<Provider, Long> marks = new EnumMap<>(Provider.class);
    private final Set<String> planned = new HashSet<>();
    private final Recent<Callback> recent = new Recent<>(KEPT);
    private final AtomicLong lastId = new AtomicLong();
    private AppendOnlyFile file;

    CallbackJournal(Path path, JsonMapper json) {
        this.path = path;
        this.json = json;
        this.file = AppendOnlyFile.open(path, (position, line) -> replay(position, json.readValue(line, Line.class)));
    }

    /** What one line of the journal says. */
    enum Op {
        /** A callback is to be delivered. */
        PLAN,
        /** It took effect at the provider but is not delivered yet. */
        HAPPENED,
        /** It needs no more attention. */
        DONE,
        /** All messages up to a ledger line have their callbacks planned. */
        MARK
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            Op op,
            @Nullable Callback callback,
            @Nullable List<Long> ids,
            @Nullable Provider provider,
            @Nullable Long seq) {}

    /** Plans what belongs together; a kill leaves all of it or nothing. */
    List<Pending> plan(List<Callback> callbacks) {
        List<Callback> numbered = callbacks.stream()
                .map(callback -> callback.numbered(lastId.incrementAndGet()))
                .toList();
        List<AppendOnlyFile.Position> positions = file.append(numbered.stream()
                .map(callback -> bytes(new Line(Op.PLAN, callback, null, null, null)))
                .toList());
        numbered.forEach(callback -> recent.put(callback.id(), callback));
        return IntStream.range(0, positions.size())
                .mapToObj(i -> new Pending(numbered.get(i), positions.get(i)))
                .toList();
    }

    void happened(List<Long> ids) {
        file.append(bytes(new Line(Op.HAPPENED, null, ids, null, null)));
    }

    void done(List<Long> ids) {
        file.append(bytes(new Line(Op.DONE, null, ids, null, null)));
    }

    Callback read(Pending one) {
        Callback known = recent.get(one.id());
        if (known != null) {
            return known;
        }
        Callback callback =
                json.readValue(file.read(one.position()), Line.class).callback();
        if (callback == null) {
            throw new IllegalStateException("No callback in line " + one.position());
        }
        return callback;
    }

    /** The ledger line up to which a provider's messages surely have their callbacks planned. */
    long mark(Provider provider) {
        return marks.getOrDefault(provider, 0L);
    }

    /** Whether the callbacks of a message beyond the mark are planned. */
    boolean planned(Provider provider, long seq) {
        return planned.contains(key(provider, seq));
    }

    /** Rewrites the file so that it holds only what is still to be done, and returns that. */
    Collection<Pending> compact(Map<Provider, Long> lastSeqs) {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        List<Pending> kept = new ArrayList<>();
        try {
            Files.deleteIfExists(fresh);
            AppendOnlyFile next = AppendOnlyFile.open(fresh, (position, line) -> {});
            lastSeqs.forEach((provider, seq) -> next.append(bytes(new Line(Op.MARK, null, null, provider, seq))));
            next.append(bytes(new Line(Op.DONE, null, List.of(lastId.get()), null, null)));
            for (Pending old : pending.values()) {
                kept.add(moved(old, next));
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            file.close();
            file = next;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        pending.clear();
        planned.clear();
        return kept;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private Pending moved(Pending old, AppendOnlyFile next) {
        Callback callback = read(old);
        Pending one = new Pending(callback, next.append(bytes(new Line(Op.PLAN, callback, null, null, null))));
        if (old.happened()) {
            one.markHappened();
            next.append(bytes(new Line(Op.HAPPENED, null, List.of(one.id()), null, null)));
        }
        return one;
    }

    private void replay(AppendOnlyFile.Position position, Line line) {
        List<Long> ids = line.ids() == null ? List.of() : line.ids();
        switch (line.op()) {
            case PLAN -> {
                if (line.callback() != null) {
                    remember(line.callback(), position);
                }
            }
            case HAPPENED -> ids.stream().map(pending::get).forEach(CallbackJournal::markHappened);
            case DONE -> {
                pending.keySet().removeAll(ids);
                ids.forEach(id -> lastId.accumulateAndGet(id, Math::max));
            }
            case MARK -> {
                if (line.provider() != null && line.seq() != null) {
                    marks.put(line.provider(), line.seq());
                }
            }
        }
    }

    void remember(Pending one) {
        pending.put(one.id(), one);
    }

    private void remember(Callback callback, AppendOnlyFile.Position position) {
        remember(new Pending(callback, position));
        planned.add(key(callback.provider(), callback.messageSeq()));
        lastId.accumulateAndGet(callback.id(), Math::max);
    }

    private static void markHappened(@Nullable Pending one) {
        if (one != null) {
            one.markHappened();
        }
    }

    private static String key(Provider provider, long seq) {
        return provider.slug() + seq;
    }

    private byte[] bytes(Line line) {
        return json.writeValueAsBytes(line);
    }
}
