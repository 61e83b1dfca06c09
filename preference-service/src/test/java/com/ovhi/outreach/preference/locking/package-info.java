@NullMarked
package com.ovhi.outreach.preference.locking;

import org.jspecify.annotations.NullMarked;
