@NullMarked
package com.ovhi.outreach.preference.page;

import org.jspecify.annotations.NullMarked;
