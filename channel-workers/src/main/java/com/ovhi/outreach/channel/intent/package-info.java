/** Attempts to send, their contact slots and outcomes. */
@NullMarked
package com.ovhi.outreach.channel.intent;

import org.jspecify.annotations.NullMarked;
