@NullMarked
package com.ovhi.outreach.channel.answer;

import org.jspecify.annotations.NullMarked;
