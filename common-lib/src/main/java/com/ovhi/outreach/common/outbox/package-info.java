/** Publishing a fact exactly when it is committed. */
@NullMarked
package com.ovhi.outreach.common.outbox;

import org.jspecify.annotations.NullMarked;
