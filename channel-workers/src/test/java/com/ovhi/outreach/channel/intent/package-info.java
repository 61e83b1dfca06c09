@NullMarked
package com.ovhi.outreach.channel.intent;

import org.jspecify.annotations.NullMarked;
