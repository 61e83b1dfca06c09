@NullMarked
package com.ovhi.outreach.preference.moment;

import org.jspecify.annotations.NullMarked;
