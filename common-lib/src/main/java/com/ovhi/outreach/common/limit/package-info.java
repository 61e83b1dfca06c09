/** How often something may be asked for, counted over all instances of a service. */
@NullMarked
package com.ovhi.outreach.common.limit;

import org.jspecify.annotations.NullMarked;
