package com.ovhi.outreach.segment.campaign;

import java.util.HashMap;
import java.util.Map;

/** The versions a chunk's patients are on, each read once. */
final class Courses {

    private final Versions versions;
    private final long campaignId;
    private final Map<Integer, Course> read = new HashMap<>();

    Courses(Versions versions, Turn turn) {
        this.versions = versions;
        campaignId = turn.campaignId();
        read.put(turn.run().version(), turn.course());
    }

    Course of(int version) {
        return read.computeIfAbsent(version, each -> versions.read(campaignId, each));
    }
}
