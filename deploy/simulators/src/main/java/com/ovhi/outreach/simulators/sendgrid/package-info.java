/** SendGrid's mail send and Event Webhook. */
@NullMarked
package com.ovhi.outreach.simulators.sendgrid;

import org.jspecify.annotations.NullMarked;
