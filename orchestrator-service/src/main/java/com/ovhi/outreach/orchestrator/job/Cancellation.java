package com.ovhi.outreach.orchestrator.job;

/** What came of a cancellation; the same however often it is asked for. */
public enum Cancellation {
    /** It was not due within two minutes, or had come to nothing: nothing of it will be sent. */
    DONE,
    /** It was, or is any moment: it will not be sent unless a worker has just begun, which the job will show. */
    ASKED_FOR,
    /** Its sending has begun, or it has ended otherwise. */
    TOO_LATE,
    UNKNOWN
}
