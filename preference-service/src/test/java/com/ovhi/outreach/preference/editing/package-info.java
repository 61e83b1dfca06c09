@NullMarked
package com.ovhi.outreach.preference.editing;

import org.jspecify.annotations.NullMarked;
