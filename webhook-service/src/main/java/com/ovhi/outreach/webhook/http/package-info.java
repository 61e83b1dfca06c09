/** The HTTP edge all webhooks share. */
@NullMarked
package com.ovhi.outreach.webhook.http;

import org.jspecify.annotations.NullMarked;
