/** The language in which segments are described: a strict subset of JsonLogic. */
@NullMarked
package com.ovhi.outreach.segment.rule;

import org.jspecify.annotations.NullMarked;
