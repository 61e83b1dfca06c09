@NullMarked
package com.ovhi.outreach.reply.understanding;

import org.jspecify.annotations.NullMarked;
