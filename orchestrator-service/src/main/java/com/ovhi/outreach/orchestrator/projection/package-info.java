/** What this service knows of OVHI: patients, organisations, providers, visits, insights. */
@NullMarked
package com.ovhi.outreach.orchestrator.projection;

import org.jspecify.annotations.NullMarked;
