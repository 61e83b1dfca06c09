/** Twilio's Messages resource, status callbacks and inbound messages. */
@NullMarked
package com.ovhi.outreach.simulators.twilio;

import org.jspecify.annotations.NullMarked;
