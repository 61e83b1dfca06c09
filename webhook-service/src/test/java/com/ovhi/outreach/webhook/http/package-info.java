@NullMarked
package com.ovhi.outreach.webhook.http;

import org.jspecify.annotations.NullMarked;
