package com.ovhi.outreach.common.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event about one job; it travels in the job's own trace. */
public interface AboutJob {

    /** The job; null when it could not be told. */
    @Nullable
    UUID jobId();
}
