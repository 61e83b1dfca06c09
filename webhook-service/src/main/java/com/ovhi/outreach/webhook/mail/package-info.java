/** What an e-mail says: headers, text, who sent it. */
@NullMarked
package com.ovhi.outreach.webhook.mail;

import org.jspecify.annotations.NullMarked;
