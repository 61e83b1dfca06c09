@NullMarked
package com.ovhi.outreach.reply.inbound;

import org.jspecify.annotations.NullMarked;
