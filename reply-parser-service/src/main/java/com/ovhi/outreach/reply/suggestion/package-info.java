/** Guesses, for a person to look at, what a reply means that no rule has understood. */
@NullMarked
package com.ovhi.outreach.reply.suggestion;

import org.jspecify.annotations.NullMarked;
