/** Tests. */
@NullMarked
package com.ovhi.outreach.template.rendering;

import org.jspecify.annotations.NullMarked;
