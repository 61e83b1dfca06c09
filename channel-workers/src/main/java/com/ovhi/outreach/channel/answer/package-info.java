/** Answers to what people wrote to us: at once, by the way it came, at most one call each, judged by rules of their own. */
@NullMarked
package com.ovhi.outreach.channel.answer;

import org.jspecify.annotations.NullMarked;
