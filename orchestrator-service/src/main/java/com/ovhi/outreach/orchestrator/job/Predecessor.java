package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The job another one takes over from, in the same contact slot.
 *
 * @param route the channels that may still be tried, best first; null for all
 * @param generation how many jobs the slot has had before it
 */
public record Predecessor(UUID jobId, UUID slotId, @Nullable List<Channel> route, int generation) {}
