package com.ovhi.outreach.webhook.notice;

import java.util.List;

/**
 * Reads the requests of one source. Pure: the same request always gives the same observations, so that it can be read
 * again from the spool. Never throws for what a request contains; what cannot be read becomes a rejected observation.
 */
public interface Interpreter {

    /** Whose requests it reads. */
    Source source();

    /** What a request says, in its own order. */
    List<Observation> interpret(Notice notice);
}
