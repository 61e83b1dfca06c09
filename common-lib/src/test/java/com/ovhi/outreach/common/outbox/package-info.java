@NullMarked
package com.ovhi.outreach.common.outbox;

import org.jspecify.annotations.NullMarked;
