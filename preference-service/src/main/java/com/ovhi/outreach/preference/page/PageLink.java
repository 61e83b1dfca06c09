package com.ovhi.outreach.preference.page;

import java.time.Instant;
import java.util.UUID;

/** A link to a patient's page. */
record PageLink(UUID id, long patientId, long organizationId, Instant expiresAt) {}
