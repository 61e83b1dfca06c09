/** Questions back to patients that offer numbers. */
@NullMarked
package com.ovhi.outreach.reply.followup;

import org.jspecify.annotations.NullMarked;
