/** segment-service: who belongs to which group of patients, and what is sent to the group. */
@NullMarked
package com.ovhi.outreach.segment;

import org.jspecify.annotations.NullMarked;
