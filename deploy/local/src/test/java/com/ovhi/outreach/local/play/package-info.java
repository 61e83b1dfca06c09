@NullMarked
package com.ovhi.outreach.local.play;

import org.jspecify.annotations.NullMarked;
