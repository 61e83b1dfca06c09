/** Identifiers and the closed vocabularies of the design document. */
@NullMarked
package com.ovhi.outreach.common.ids;

import org.jspecify.annotations.NullMarked;
