@NullMarked
package com.ovhi.outreach.channel;

import org.jspecify.annotations.NullMarked;
