/** Who allowed what when, as numbers. */
@NullMarked
package com.ovhi.outreach.analytics.permission;

import org.jspecify.annotations.NullMarked;
