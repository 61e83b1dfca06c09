/** Which templates there are, whose they are and which one fits. */
@NullMarked
package com.ovhi.outreach.template.catalog;

import org.jspecify.annotations.NullMarked;
