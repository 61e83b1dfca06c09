@NullMarked
package com.ovhi.outreach.preference.setting;

import org.jspecify.annotations.NullMarked;
