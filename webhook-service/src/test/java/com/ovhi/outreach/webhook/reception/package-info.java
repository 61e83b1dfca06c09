@NullMarked
package com.ovhi.outreach.webhook.reception;

import org.jspecify.annotations.NullMarked;
