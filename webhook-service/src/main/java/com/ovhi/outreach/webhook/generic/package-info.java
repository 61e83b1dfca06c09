/** The suite's own webhook format, for providers without a native one. */
@NullMarked
package com.ovhi.outreach.webhook.generic;

import org.jspecify.annotations.NullMarked;
