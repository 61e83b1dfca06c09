@NullMarked
package com.ovhi.outreach.channel.sendgrid;

import org.jspecify.annotations.NullMarked;
