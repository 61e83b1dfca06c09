/** How numbers leave the service: small ones not at all, in pages, as JSON or CSV. */
@NullMarked
package com.ovhi.outreach.analytics.report;

import org.jspecify.annotations.NullMarked;
