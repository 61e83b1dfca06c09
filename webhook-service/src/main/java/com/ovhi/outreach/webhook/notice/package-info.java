/** What a signed request says: the provider's own words, read into the suite's vocabulary. */
@NullMarked
package com.ovhi.outreach.webhook.notice;

import org.jspecify.annotations.NullMarked;
