package com.ovhi.outreach.reply.people;

/** A patient one of whose addresses it is. */
public record Owner(long patientId, long organizationId, String language) {}
