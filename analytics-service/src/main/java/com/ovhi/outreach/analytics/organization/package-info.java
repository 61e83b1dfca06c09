/** What analytics needs to know of organisations. */
@NullMarked
package com.ovhi.outreach.analytics.organization;

import org.jspecify.annotations.NullMarked;
