@NullMarked
package com.ovhi.outreach.webhook.spool;

import org.jspecify.annotations.NullMarked;
