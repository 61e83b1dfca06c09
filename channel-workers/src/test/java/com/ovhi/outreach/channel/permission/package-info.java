@NullMarked
package com.ovhi.outreach.channel.permission;

import org.jspecify.annotations.NullMarked;
