/** Campaigns: one message to every member of a segment. */
@NullMarked
package com.ovhi.outreach.segment.campaign;

import org.jspecify.annotations.NullMarked;
