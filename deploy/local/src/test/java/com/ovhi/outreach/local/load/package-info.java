@NullMarked
package com.ovhi.outreach.local.load;

import org.jspecify.annotations.NullMarked;
