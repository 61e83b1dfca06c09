package com.ovhi.outreach.orchestrator.job;

import java.time.Instant;

/**
 * A job was moved or held back by the scheduler.
 *
 * @param dueAt when it was to leave from then on, at the earliest
 * @param reason a code
 * @param at when the scheduler said so, two minutes after its time at the latest if it was held back
 */
record Moved(Instant dueAt, String reason, Instant at) {}
