@NullMarked
package com.ovhi.outreach.preference.consent;

import org.jspecify.annotations.NullMarked;
