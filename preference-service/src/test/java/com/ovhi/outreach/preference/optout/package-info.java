@NullMarked
package com.ovhi.outreach.preference.optout;

import org.jspecify.annotations.NullMarked;
