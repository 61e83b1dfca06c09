/** For how long anything is kept. */
@NullMarked
package com.ovhi.outreach.analytics.retention;

import org.jspecify.annotations.NullMarked;
