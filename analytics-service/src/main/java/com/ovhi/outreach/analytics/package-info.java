/** What became of the messages, in numbers. */
@NullMarked
package com.ovhi.outreach.analytics;

import org.jspecify.annotations.NullMarked;
