/** A small service that uses everything common-lib offers, to test it as services meet it. */
@NullMarked
package com.ovhi.outreach.common.sample;

import org.jspecify.annotations.NullMarked;
