/** When a patient answers. */
@NullMarked
package com.ovhi.outreach.optimizer.hour;

import org.jspecify.annotations.NullMarked;
