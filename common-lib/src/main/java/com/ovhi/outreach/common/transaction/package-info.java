/** What belongs to the course of a transaction. */
@NullMarked
package com.ovhi.outreach.common.transaction;

import org.jspecify.annotations.NullMarked;
