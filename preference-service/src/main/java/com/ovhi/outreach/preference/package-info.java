/** Preferences, consent, suppressions and audit of the patient outreach suite. */
@NullMarked
package com.ovhi.outreach.preference;

import org.jspecify.annotations.NullMarked;
