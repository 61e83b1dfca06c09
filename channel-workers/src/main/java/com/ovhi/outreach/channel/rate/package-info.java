/** How fast we may send, for all instances together. */
@NullMarked
package com.ovhi.outreach.channel.rate;

import org.jspecify.annotations.NullMarked;
