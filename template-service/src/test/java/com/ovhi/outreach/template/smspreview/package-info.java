/** Tests. */
@NullMarked
package com.ovhi.outreach.template.smspreview;

import org.jspecify.annotations.NullMarked;
