/** Takes signed requests: makes them safe, in the database or in the spool, before the provider gets its answer. */
@NullMarked
package com.ovhi.outreach.webhook.reception;

import org.jspecify.annotations.NullMarked;
