/** Sends what is due: the gate, the intent, the provider call, the outcome. */
@NullMarked
package com.ovhi.outreach.channel;

import org.jspecify.annotations.NullMarked;
