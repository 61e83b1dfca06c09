package com.ovhi.outreach.orchestrator.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;

/** An order to look for a successor of a job; kept in the waiting room until it is carried out. */
public record Replan(UUID jobId, Cause cause) {

    /** The type under which it waits. */
    public static final String TYPE = "job.replan";

    /** Why, and so which channels are left. */
    public enum Cause {
        /** Every attempt on the channel came definitely to nothing. */
        @JsonProperty("fallback")
        FALLBACK,
        /** The provider of the channel is away for too long; the job still waits. */
        @JsonProperty("patience")
        PATIENCE,
        /** The patient does not want the channel any more; the job still waits, or the gate has turned it away. */
        @JsonProperty("switched_off")
        SWITCHED_OFF,
        /** The patient has another address by now. */
        @JsonProperty("address")
        ADDRESS,
        /** It was called off to be told otherwise: by itself, after a job for several patients, or in other words. */
        @JsonProperty("split")
        SPLIT,
        /** An urgent message was accepted, and then reported not to have arrived. */
        @JsonProperty("undelivered")
        UNDELIVERED,
        /** An urgent message was accepted, and nothing has been heard of it since. */
        @JsonProperty("silence")
        SILENCE,
        /** Another message reached the patient so late that there may be no room for this one at its time. */
        @JsonProperty("crowded")
        CROWDED,
        /** A person wants it tried once more. */
        @JsonProperty("review")
        REVIEW,
        /** The record of its patient was given up for another one. */
        @JsonProperty("merged")
        MERGED
    }
}
