@NullMarked
package com.ovhi.outreach.preference.suppression;

import org.jspecify.annotations.NullMarked;
