@NullMarked
package com.ovhi.outreach.webhook.mail;

import org.jspecify.annotations.NullMarked;
