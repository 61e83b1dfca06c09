/** Jobs that came to nothing, for a person to send again or give up. */
@NullMarked
package com.ovhi.outreach.orchestrator.deadletter;

import org.jspecify.annotations.NullMarked;
