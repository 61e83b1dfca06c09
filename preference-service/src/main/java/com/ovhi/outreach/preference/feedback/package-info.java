/** What deliveries and insights teach about addresses and habits. */
@NullMarked
package com.ovhi.outreach.preference.feedback;

import org.jspecify.annotations.NullMarked;
