/** How the player and the check look at the suite from outside: feed, ledgers, databases, topics. */
@NullMarked
package com.ovhi.outreach.local.check.evidence;

import org.jspecify.annotations.NullMarked;
