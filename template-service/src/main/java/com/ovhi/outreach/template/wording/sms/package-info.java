/** What an SMS costs and how its characters travel. */
@NullMarked
package com.ovhi.outreach.template.wording.sms;

import org.jspecify.annotations.NullMarked;
