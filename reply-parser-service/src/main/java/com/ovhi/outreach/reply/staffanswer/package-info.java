/** What staff answer to a message in the inbox. */
@NullMarked
package com.ovhi.outreach.reply.staffanswer;

import org.jspecify.annotations.NullMarked;
