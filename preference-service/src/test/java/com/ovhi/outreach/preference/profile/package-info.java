@NullMarked
package com.ovhi.outreach.preference.profile;

import org.jspecify.annotations.NullMarked;
