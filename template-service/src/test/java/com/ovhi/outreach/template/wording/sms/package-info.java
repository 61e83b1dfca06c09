/** Tests. */
@NullMarked
package com.ovhi.outreach.template.wording.sms;

import org.jspecify.annotations.NullMarked;
