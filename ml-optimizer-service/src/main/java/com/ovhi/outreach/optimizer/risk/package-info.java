/** What goes wrong: an opt-out, a missed visit. */
@NullMarked
package com.ovhi.outreach.optimizer.risk;

import org.jspecify.annotations.NullMarked;
