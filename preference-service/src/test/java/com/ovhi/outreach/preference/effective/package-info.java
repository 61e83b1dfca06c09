@NullMarked
package com.ovhi.outreach.preference.effective;

import org.jspecify.annotations.NullMarked;
