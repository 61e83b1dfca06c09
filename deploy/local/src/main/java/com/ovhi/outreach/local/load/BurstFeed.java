package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.check.evidence.FeedPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What OVHI core has said in a burst, written down as a feed that was played, so that the check knows it. Not thread-safe. */
final class BurstFeed {

    private final Path folder;
    private final Path file;
    private int told;

    /** @param folder where the suite keeps its data; an older feed in it is forgotten with the first line */
    BurstFeed(Path folder) {
        this.folder = folder;
        file = folder.resolve("burst-feed.ndjson");
    }

    /** Adds what was said. */
    void add(List<CoreEvent> events) throws IOException {
        Files.write(
                file,
                events.stream().map(CoreEvent::line).toList(),
                StandardOpenOption.CREATE,
                told == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
        told += events.size();
        FeedPosition.NONE.at(told).write(folder);
    }
}
