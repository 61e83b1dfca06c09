@NullMarked
package com.ovhi.outreach.channel.archive;

import org.jspecify.annotations.NullMarked;
