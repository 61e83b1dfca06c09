package com.ovhi.outreach.common.messaging;

/** An event as it arrived. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Received(byte[] payload, EventHeaders headers) {}
