package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.common.messaging.Times;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an event tells of one job. */
sealed interface News {

    UUID jobId();

    /** What the job is, and perhaps that it reached something. */
    record Told(UUID jobId, Traits traits, @Nullable Counter counter, Instant at) implements News {

        /** Keeps what the database keeps. */
        public Told {
            at = Times.kept(at);
        }

        /** The same without what it reached. */
        Told uncounted() {
            return new Told(jobId, traits, null, at);
        }
    }

    /**
     * That it reached something.
     *
     * @param organizationId whose job it is by this account; 0 when not said
     */
    record Signal(UUID jobId, Counter counter, Instant at, long organizationId) implements News {

        /** Keeps what the database keeps. */
        public Signal {
            at = Times.kept(at);
        }
    }

    /** How its visit stands. */
    record Visited(UUID jobId, VisitState visit) implements News {}
}
