@NullMarked
package com.ovhi.outreach.channel.rate;

import org.jspecify.annotations.NullMarked;
