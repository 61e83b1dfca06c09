/** Tests. */
@NullMarked
package com.ovhi.outreach.template.wording.variables;

import org.jspecify.annotations.NullMarked;
