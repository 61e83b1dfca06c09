/** What each organisation sets for itself: contact caps, cadence, fatigue. */
@NullMarked
package com.ovhi.outreach.orchestrator.settings;

import org.jspecify.annotations.NullMarked;
