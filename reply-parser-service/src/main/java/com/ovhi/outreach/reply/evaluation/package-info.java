/** How well replies are read, by what people say they meant. */
@NullMarked
package com.ovhi.outreach.reply.evaluation;

import org.jspecify.annotations.NullMarked;
