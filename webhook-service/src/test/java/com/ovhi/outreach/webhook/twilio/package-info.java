@NullMarked
package com.ovhi.outreach.webhook.twilio;

import org.jspecify.annotations.NullMarked;
