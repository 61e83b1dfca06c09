@NullMarked
package com.ovhi.outreach.preference.unsubscribe;

import org.jspecify.annotations.NullMarked;
