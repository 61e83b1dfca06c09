/** What a reply means: pure rules over word lists, without Spring, database or clock. */
@NullMarked
package com.ovhi.outreach.reply.understanding;

import org.jspecify.annotations.NullMarked;
