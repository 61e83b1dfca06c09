@NullMarked
package com.ovhi.outreach.local.check;

import org.jspecify.annotations.NullMarked;
