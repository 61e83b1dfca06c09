/** How a service of the suite starts. */
@NullMarked
package com.ovhi.outreach.common.app;

import org.jspecify.annotations.NullMarked;
