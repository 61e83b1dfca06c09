/** Tests. */
@NullMarked
package com.ovhi.outreach.template.catalog;

import org.jspecify.annotations.NullMarked;
