/** What the suite learned about a patient's best hour. */
@NullMarked
package com.ovhi.outreach.scheduler.insight;

import org.jspecify.annotations.NullMarked;
