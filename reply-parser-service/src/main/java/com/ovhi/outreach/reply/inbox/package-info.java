/** Replies that need a person. */
@NullMarked
package com.ovhi.outreach.reply.inbox;

import org.jspecify.annotations.NullMarked;
