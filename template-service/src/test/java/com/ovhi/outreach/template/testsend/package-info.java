/** Tests. */
@NullMarked
package com.ovhi.outreach.template.testsend;

import org.jspecify.annotations.NullMarked;
