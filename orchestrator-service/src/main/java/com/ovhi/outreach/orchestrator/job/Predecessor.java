package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The job another one takes over from.
 *
 * @param route the channels that may still be tried, best first; null for all
 * @param generation how many jobs there have been before it; one less when it is only to be told otherwise
 * @param spent whether its contact slot has had its one acceptance, so that the successor needs a slot of its own
 */
public record Predecessor(UUID jobId, UUID slotId, @Nullable List<Channel> route, int generation, boolean spent) {}
