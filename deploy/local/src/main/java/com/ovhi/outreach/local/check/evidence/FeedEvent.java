package com.ovhi.outreach.local.check.evidence;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** One line of a feed: what OVHI core publishes, where and when. PHI. */
public record FeedEvent(String topic, String type, String id, Instant time, String key, JsonNode data) {

    static FeedEvent of(JsonNode line) {
        return new FeedEvent(
                line.path("topic").asString(),
                line.path("type").asString(),
                line.path("id").asString(),
                Instant.parse(line.path("time").asString()),
                line.path("key").asString(),
                line.path("data"));
    }

    /** A numeric field of the event. */
    public long number(String field) {
        return data.path(field).asLong();
    }

    @Override
    public String toString() {
        return type + " " + id;
    }
}
