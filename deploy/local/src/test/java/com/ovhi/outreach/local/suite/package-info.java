@NullMarked
package com.ovhi.outreach.local.suite;

import org.jspecify.annotations.NullMarked;
