package com.ovhi.outreach.common.contract;

import java.time.Instant;
import java.util.UUID;

/**
 * {@code send.time.chosen}: the hour of a job was drawn, so that what came of it can be held against other ways of choosing.
 */
public record SendTimeChosen(UUID jobId, long organizationId, long patientId, HourChoice choice, Instant chosenAt) {}
