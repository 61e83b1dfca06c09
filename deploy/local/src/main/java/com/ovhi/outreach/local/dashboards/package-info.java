/** Asks everything the dashboards ask, of a Prometheus and a database that live. */
@NullMarked
package com.ovhi.outreach.local.dashboards;

import org.jspecify.annotations.NullMarked;
