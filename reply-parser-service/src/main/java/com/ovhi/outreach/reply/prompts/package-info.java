/** What we asked and still await an answer to, from the jobs' events. */
@NullMarked
package com.ovhi.outreach.reply.prompts;

import org.jspecify.annotations.NullMarked;
