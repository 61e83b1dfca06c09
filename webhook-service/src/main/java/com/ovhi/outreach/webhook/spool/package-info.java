/** Where requests wait while the database is away. */
@NullMarked
package com.ovhi.outreach.webhook.spool;

import org.jspecify.annotations.NullMarked;
