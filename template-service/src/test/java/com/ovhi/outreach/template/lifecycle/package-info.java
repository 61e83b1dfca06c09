/** Tests. */
@NullMarked
package com.ovhi.outreach.template.lifecycle;

import org.jspecify.annotations.NullMarked;
