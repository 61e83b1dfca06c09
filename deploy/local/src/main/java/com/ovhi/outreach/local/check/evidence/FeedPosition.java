package com.ovhi.outreach.local.check.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * How far a feed has been played: kept in the data folder, so that a killed player continues where it was.
 *
 * @param published how many events Kafka has acknowledged
 * @param speed the greatest speed of the suite's clock while it was played
 */
public record FeedPosition(int published, double speed) {

    /** Nothing was played. */
    public static final FeedPosition NONE = new FeedPosition(0, 1);

    private static final String FILE = "feed-position";

    /** Reads the position kept in a data folder. */
    public static Optional<FeedPosition> read(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return Optional.of(new FeedPosition(
                Integer.parseInt(properties.getProperty("published", "0")),
                Double.parseDouble(properties.getProperty("speed", "1"))));
    }

    /** Replaces the position kept in a data folder, in one step. */
    public void write(Path folder) throws IOException {
        var properties = new Properties();
        properties.setProperty("published", Integer.toString(published));
        properties.setProperty("speed", Double.toString(speed));
        var fresh = Files.createTempFile(folder, FILE, ".tmp");
        try (var out = Files.newOutputStream(fresh)) {
            properties.store(out, "how far the feed has been played");
        }
        Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** After more events. */
    public FeedPosition at(int newPublished) {
        return new FeedPosition(newPublished, speed);
    }

    /** With a clock that has been as fast as this. */
    public FeedPosition played(double newSpeed) {
        return new FeedPosition(published, Math.max(speed, newSpeed));
    }
}
