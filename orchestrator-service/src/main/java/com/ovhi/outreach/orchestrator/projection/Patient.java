package com.ovhi.outreach.orchestrator.projection;

/**
 * A patient as far as this service needs to know.
 *
 * @param language BCP-47 tag
 */
public record Patient(long organizationId, long patientId, String language) {}
