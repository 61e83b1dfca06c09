/** Profiles and defaults as OVHI core publishes them. */
@NullMarked
package com.ovhi.outreach.preference.registration;

import org.jspecify.annotations.NullMarked;
