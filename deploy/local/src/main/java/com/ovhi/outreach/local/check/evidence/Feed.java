package com.ovhi.outreach.local.check.evidence;

import com.ovhi.outreach.common.contract.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** A feed in the order of time. PHI. */
public record Feed(List<FeedEvent> events) {

    /** Where the sample lives, seen from the root of the repository. */
    public static final Path SAMPLE = Path.of("deploy", "sample-data", "events.ndjson");

    /** Copies. */
    public Feed {
        events = List.copyOf(events);
    }

    /**
     * Reads a feed of one JSON object per line.
     *
     * @throws IOException when it cannot be read; the message never quotes it
     */
    public static Feed read(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return new Feed(lines.filter(line -> !line.isBlank())
                    .map(line -> FeedEvent.of(ContractJson.mapper().readTree(line)))
                    .toList());
        } catch (JacksonException | java.time.DateTimeException e) {
            throw new IOException("A line of " + file + " is not an event");
        }
    }

    /** The events up to an instant, inclusive. */
    public Feed until(Instant end) {
        return new Feed(
                events.stream().filter(event -> !event.time().isAfter(end)).toList());
    }

    /** The first events. */
    public Feed first(int count) {
        return new Feed(events.subList(0, Math.min(count, events.size())));
    }

    /** The events of some types. */
    public Stream<FeedEvent> ofType(String... types) {
        var wanted = List.of(types);
        return events.stream().filter(event -> wanted.contains(event.type()));
    }

    @Override
    public String toString() {
        return "Feed of " + events.size() + " events";
    }
}
