/** Who looked at which patient's data. */
@NullMarked
package com.ovhi.outreach.common.audit;

import org.jspecify.annotations.NullMarked;
