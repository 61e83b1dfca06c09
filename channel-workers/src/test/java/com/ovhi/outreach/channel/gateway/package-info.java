@NullMarked
package com.ovhi.outreach.channel.gateway;

import org.jspecify.annotations.NullMarked;
