/** Starts the whole suite on one machine: servers, simulators, ten services. */
@NullMarked
package com.ovhi.outreach.local.suite;

import org.jspecify.annotations.NullMarked;
