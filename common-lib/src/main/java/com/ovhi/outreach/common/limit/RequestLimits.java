package com.ovhi.outreach.common.limit;

/** Counts requests. Thread-safe. */
public interface RequestLimits {

    /**
     * Counts a request; one that is not admitted does not count.
     *
     * @param key what is limited, such as a token or a client's address; it leaves the process as a keyed hash only
     */
    Admission count(Limit limit, String key);
}
