@NullMarked
package com.ovhi.outreach.webhook.generic;

import org.jspecify.annotations.NullMarked;
