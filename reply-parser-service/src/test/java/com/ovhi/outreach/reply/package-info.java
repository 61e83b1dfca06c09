@NullMarked
package com.ovhi.outreach.reply;

import org.jspecify.annotations.NullMarked;
