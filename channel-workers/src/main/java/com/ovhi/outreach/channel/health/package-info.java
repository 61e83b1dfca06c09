/** How the providers are. */
@NullMarked
package com.ovhi.outreach.channel.health;

import org.jspecify.annotations.NullMarked;
