/** Telling preference-service who did what with a patient's data. */
@NullMarked
package com.ovhi.outreach.orchestrator.audit;

import org.jspecify.annotations.NullMarked;
