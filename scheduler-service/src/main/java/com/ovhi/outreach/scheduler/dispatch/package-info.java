/** Claims what is due and orders its dispatch. */
@NullMarked
package com.ovhi.outreach.scheduler.dispatch;

import org.jspecify.annotations.NullMarked;
