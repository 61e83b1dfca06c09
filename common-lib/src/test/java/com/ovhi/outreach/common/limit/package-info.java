@NullMarked
package com.ovhi.outreach.common.limit;

import org.jspecify.annotations.NullMarked;
