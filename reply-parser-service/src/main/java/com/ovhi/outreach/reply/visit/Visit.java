package com.ovhi.outreach.reply.visit;

import java.time.ZonedDateTime;

/**
 * A booked visit.
 *
 * @param version grows with each change
 * @param start by the clock of the place where it is
 * @param sensitive whether nothing may be said of it outside of the portal, also because nobody knows
 */
public record Visit(long appointmentId, int version, ZonedDateTime start, boolean sensitive) {}
