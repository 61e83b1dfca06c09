/** Tests. */
@NullMarked
package com.ovhi.outreach.template;

import org.jspecify.annotations.NullMarked;
