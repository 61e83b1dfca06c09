/** The visits that questions of ours are about, from OVHI core. */
@NullMarked
package com.ovhi.outreach.reply.visit;

import org.jspecify.annotations.NullMarked;
