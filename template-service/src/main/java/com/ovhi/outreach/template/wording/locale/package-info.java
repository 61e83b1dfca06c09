/** Dates, times and writing direction of the patient's language. */
@NullMarked
package com.ovhi.outreach.template.wording.locale;

import org.jspecify.annotations.NullMarked;
