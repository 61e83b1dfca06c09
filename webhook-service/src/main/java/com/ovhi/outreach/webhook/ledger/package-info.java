/** Every event once: the table of received events, written together with what is published. */
@NullMarked
package com.ovhi.outreach.webhook.ledger;

import org.jspecify.annotations.NullMarked;
