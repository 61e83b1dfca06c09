package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.segment.rule.Facts;

/** A registered patient, ready to be judged by rules. */
public record Person(long patientId, Facts facts) {}
