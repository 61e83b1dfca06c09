/** Opting out and in: by reply, by request, by provider. */
@NullMarked
package com.ovhi.outreach.preference.optout;

import org.jspecify.annotations.NullMarked;
