/** What patients wrote: kept, understood, published. */
@NullMarked
package com.ovhi.outreach.reply.inbound;

import org.jspecify.annotations.NullMarked;
