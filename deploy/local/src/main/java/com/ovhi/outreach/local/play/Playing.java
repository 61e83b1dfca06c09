package com.ovhi.outreach.local.play;

import com.ovhi.outreach.local.check.evidence.Feed;
import com.ovhi.outreach.local.check.evidence.FeedEvent;
import com.ovhi.outreach.local.check.evidence.FeedPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Publishes each event of a feed when the suite's clock reaches its time, and remembers how far it came. */
final class Playing {

    private static final int BATCH = 200;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final Feed feed;
    private final Path folder;
    private final SuiteClock clock;
    private final FeedPublisher publisher;
    private final double speed;
    private volatile FeedPosition position;

    Playing(Feed feed, FeedPosition start, Path folder, SuiteClock clock, FeedPublisher publisher, double speed) {
        this.feed = feed;
        this.folder = folder;
        this.clock = clock;
        this.publisher = publisher;
        this.speed = speed;
        position = start;
    }

    /** Plays what is left. */
    void play() throws InterruptedException, IOException {
        position = position.played(speed);
        position.write(folder);
        while (position.published() < feed.events().size()) {
            var due = due();
            if (due.isEmpty()) {
                pauseBefore(feed.events().get(position.published()).time());
            } else {
                publisher.publish(due);
                position = position.at(position.published() + due.size());
                position.write(folder);
            }
        }
    }

    /** Lets the clock run on to an instant. */
    void runOnTo(Instant end) throws InterruptedException {
        while (clock.instant().isBefore(end)) {
            pauseBefore(end);
        }
    }

    /** How many events Kafka has. */
    int published() {
        return position.published();
    }

    private List<FeedEvent> due() {
        var now = clock.instant();
        return feed.events().stream()
                .skip(position.published())
                .limit(BATCH)
                .takeWhile(event -> !event.time().isAfter(now))
                .toList();
    }

    private void pauseBefore(Instant next) throws InterruptedException {
        var pause = clock.realTimeUntil(next);
        if (pause.isPositive()) {
            Thread.sleep(pause.compareTo(LONGEST_PAUSE) < 0 ? pause.plusMillis(1) : LONGEST_PAUSE);
        }
    }
}
