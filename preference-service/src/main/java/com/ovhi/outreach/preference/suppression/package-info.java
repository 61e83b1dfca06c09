/** Addresses that may not be contacted, whoever uses them. */
@NullMarked
package com.ovhi.outreach.preference.suppression;

import org.jspecify.annotations.NullMarked;
