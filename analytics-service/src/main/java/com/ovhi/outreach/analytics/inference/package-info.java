/** Statistics as pure functions; every formula names its source. */
@NullMarked
package com.ovhi.outreach.analytics.inference;

import org.jspecify.annotations.NullMarked;
