/** Receives what providers report about messages and what patients write. */
@NullMarked
package com.ovhi.outreach.webhook;

import org.jspecify.annotations.NullMarked;
