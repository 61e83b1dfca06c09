@NullMarked
package com.ovhi.outreach.common.messaging;

import org.jspecify.annotations.NullMarked;
