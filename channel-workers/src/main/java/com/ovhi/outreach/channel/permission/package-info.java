/** What patients allow, as the send gate sees it. */
@NullMarked
package com.ovhi.outreach.channel.permission;

import org.jspecify.annotations.NullMarked;
