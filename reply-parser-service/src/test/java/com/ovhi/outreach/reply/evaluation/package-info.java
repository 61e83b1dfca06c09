@NullMarked
package com.ovhi.outreach.reply.evaluation;

import org.jspecify.annotations.NullMarked;
