package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.reply.answer.Asker;
import java.time.Instant;

/**
 * Whoever wrote a message.
 *
 * @param lastWrote when anything last came from their address by this channel
 */
public record Writer(Asker asker, Instant lastWrote) {}
