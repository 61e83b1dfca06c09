@NullMarked
package com.ovhi.outreach.channel.delivery;

import org.jspecify.annotations.NullMarked;
