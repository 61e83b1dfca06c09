/** Tests. */
@NullMarked
package com.ovhi.outreach.template.wording.lint;

import org.jspecify.annotations.NullMarked;
