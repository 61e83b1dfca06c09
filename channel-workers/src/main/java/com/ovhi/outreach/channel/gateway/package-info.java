/** What every provider looks like from inside: a message in, an outcome out. */
@NullMarked
package com.ovhi.outreach.channel.gateway;

import org.jspecify.annotations.NullMarked;
