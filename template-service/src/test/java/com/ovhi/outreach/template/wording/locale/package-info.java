/** Tests. */
@NullMarked
package com.ovhi.outreach.template.wording.locale;

import org.jspecify.annotations.NullMarked;
