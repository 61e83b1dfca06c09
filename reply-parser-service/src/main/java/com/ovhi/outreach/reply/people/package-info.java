/** Who owns an address, from the preferences' events. */
@NullMarked
package com.ovhi.outreach.reply.people;

import org.jspecify.annotations.NullMarked;
