@NullMarked
package com.ovhi.outreach.local.dashboards;

import org.jspecify.annotations.NullMarked;
