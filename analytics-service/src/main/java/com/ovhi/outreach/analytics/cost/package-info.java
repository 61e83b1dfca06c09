/** What messages cost, and what they were worth. */
@NullMarked
package com.ovhi.outreach.analytics.cost;

import org.jspecify.annotations.NullMarked;
