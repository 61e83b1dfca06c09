/** Tests. */
@NullMarked
package com.ovhi.outreach.template.portal;

import org.jspecify.annotations.NullMarked;
