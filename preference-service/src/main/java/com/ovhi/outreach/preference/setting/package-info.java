/** Values a patient can set and the levels that stand in when they did not. */
@NullMarked
package com.ovhi.outreach.preference.setting;

import org.jspecify.annotations.NullMarked;
