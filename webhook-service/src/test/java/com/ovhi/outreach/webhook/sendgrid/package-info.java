@NullMarked
package com.ovhi.outreach.webhook.sendgrid;

import org.jspecify.annotations.NullMarked;
