@NullMarked
package com.ovhi.outreach.reply.suggestion;

import org.jspecify.annotations.NullMarked;
