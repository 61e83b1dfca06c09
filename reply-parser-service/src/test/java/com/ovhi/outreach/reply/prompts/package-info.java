@NullMarked
package com.ovhi.outreach.reply.prompts;

import org.jspecify.annotations.NullMarked;
