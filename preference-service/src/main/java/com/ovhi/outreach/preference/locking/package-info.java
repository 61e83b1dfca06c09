/** Transactions that wait for locks, and what happens when two wait for each other. */
@NullMarked
package com.ovhi.outreach.preference.locking;

import org.jspecify.annotations.NullMarked;
