/** Events that came before what they need. */
@NullMarked
package com.ovhi.outreach.orchestrator.waiting;

import org.jspecify.annotations.NullMarked;
