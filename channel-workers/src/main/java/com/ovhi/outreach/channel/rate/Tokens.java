package com.ovhi.outreach.channel.rate;

import java.time.Duration;

/**
 * Leave to send.
 *
 * @param granted how many messages may be sent now
 * @param pause when none may: how long until the next token comes
 */
public record Tokens(int granted, Duration pause) {}
