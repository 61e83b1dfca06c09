package com.ovhi.outreach.orchestrator.job;

import java.util.Map;

/**
 * What reports and replies may change of a job.
 *
 * @param columns those of its row that are not null, by their names, as JSON can tell them
 * @param progress the rest
 */
record Observed(Map<String, Object> columns, Progress progress) {}
