@NullMarked
package com.ovhi.outreach.channel.twilio;

import org.jspecify.annotations.NullMarked;
