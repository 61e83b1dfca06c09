/** What OVHI core shows about a patient: preferences, segments, recent activity. */
@NullMarked
package com.ovhi.outreach.orchestrator.commcontext;

import org.jspecify.annotations.NullMarked;
