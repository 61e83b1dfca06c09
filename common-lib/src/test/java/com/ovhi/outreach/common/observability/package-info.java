@NullMarked
package com.ovhi.outreach.common.observability;

import org.jspecify.annotations.NullMarked;
