package com.ovhi.outreach.preference.audit.chain;

/** The first place where a chain does not hold. */
record Finding(long seq, Tampering kind) {}
