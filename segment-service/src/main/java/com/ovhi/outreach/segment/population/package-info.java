/** What rules may know of the patients, learned from events. */
@NullMarked
package com.ovhi.outreach.segment.population;

import org.jspecify.annotations.NullMarked;
