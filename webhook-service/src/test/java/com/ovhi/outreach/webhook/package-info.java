@NullMarked
package com.ovhi.outreach.webhook;

import org.jspecify.annotations.NullMarked;
