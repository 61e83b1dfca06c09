@NullMarked
package com.ovhi.outreach.webhook.notice;

import org.jspecify.annotations.NullMarked;
