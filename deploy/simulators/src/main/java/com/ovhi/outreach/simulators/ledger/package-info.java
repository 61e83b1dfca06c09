/** Append-only records of everything each provider saw. */
@NullMarked
package com.ovhi.outreach.simulators.ledger;

import org.jspecify.annotations.NullMarked;
