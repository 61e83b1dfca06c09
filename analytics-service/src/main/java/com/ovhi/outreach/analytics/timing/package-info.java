/** How long it takes until something comes of a message. */
@NullMarked
package com.ovhi.outreach.analytics.timing;

import org.jspecify.annotations.NullMarked;
