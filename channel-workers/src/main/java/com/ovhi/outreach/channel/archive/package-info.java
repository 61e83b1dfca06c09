/** Letting go of what nobody needs any more. */
@NullMarked
package com.ovhi.outreach.channel.archive;

import org.jspecify.annotations.NullMarked;
