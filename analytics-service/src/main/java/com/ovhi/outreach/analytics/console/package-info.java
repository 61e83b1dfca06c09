/** The web console: pages for people, and the calls those pages make of the services on their behalf. */
@NullMarked
package com.ovhi.outreach.analytics.console;

import org.jspecify.annotations.NullMarked;
