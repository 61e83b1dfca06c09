package com.ovhi.outreach.segment.campaign;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The versions patients who are dealt with together are on, each read once. */
final class Courses {

    private final Versions versions;
    private final long campaignId;
    private final Map<Integer, Course> read = new HashMap<>();

    Courses(Versions versions, long campaignId) {
        this.versions = versions;
        this.campaignId = campaignId;
    }

    /** Of a chunk, whose turn has read one of them. */
    Courses(Versions versions, Turn turn) {
        this(versions, turn.campaignId());
        read.put(turn.run().version(), turn.course());
    }

    Course of(int version) {
        return read.computeIfAbsent(version, each -> versions.read(campaignId, each));
    }

    /** Several of them. */
    List<Course> of(Stream<Integer> several) {
        return several.distinct().map(this::of).toList();
    }
}
