/** The test kit: real servers, a settable clock, tokens, fixtures and rules for the tests of every module. */
@NullMarked
package com.ovhi.outreach.common.testing;

import org.jspecify.annotations.NullMarked;
