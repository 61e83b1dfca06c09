@NullMarked
package com.ovhi.outreach.preference;

import org.jspecify.annotations.NullMarked;
