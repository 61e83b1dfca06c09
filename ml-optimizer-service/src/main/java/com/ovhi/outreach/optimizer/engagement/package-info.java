/** Keeps who was sent what and who answered, and publishes what was learned from it. */
@NullMarked
package com.ovhi.outreach.optimizer.engagement;

import org.jspecify.annotations.NullMarked;
