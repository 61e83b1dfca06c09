/** From an order to send to a provider call. */
@NullMarked
package com.ovhi.outreach.channel.delivery;

import org.jspecify.annotations.NullMarked;
