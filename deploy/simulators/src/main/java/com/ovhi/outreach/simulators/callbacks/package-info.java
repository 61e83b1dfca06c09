/** Webhook deliveries: journalled, signed, retried. */
@NullMarked
package com.ovhi.outreach.simulators.callbacks;

import org.jspecify.annotations.NullMarked;
