/** What an SMS comes to before anybody has sent it. */
@NullMarked
package com.ovhi.outreach.template.smspreview;

import org.jspecify.annotations.NullMarked;
