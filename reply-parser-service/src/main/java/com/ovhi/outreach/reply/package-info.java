/** Understands what patients answer and tells the suite. */
@NullMarked
package com.ovhi.outreach.reply;

import org.jspecify.annotations.NullMarked;
