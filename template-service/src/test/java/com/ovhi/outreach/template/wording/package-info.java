/** Tests. */
@NullMarked
package com.ovhi.outreach.template.wording;

import org.jspecify.annotations.NullMarked;
