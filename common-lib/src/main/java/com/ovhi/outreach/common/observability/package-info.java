/** Names and plumbing of logs, metrics and traces. */
@NullMarked
package com.ovhi.outreach.common.observability;

import org.jspecify.annotations.NullMarked;
