@NullMarked
package com.ovhi.outreach.reply.answer;

import org.jspecify.annotations.NullMarked;
