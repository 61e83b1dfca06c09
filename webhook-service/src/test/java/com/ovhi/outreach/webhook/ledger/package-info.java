@NullMarked
package com.ovhi.outreach.webhook.ledger;

import org.jspecify.annotations.NullMarked;
