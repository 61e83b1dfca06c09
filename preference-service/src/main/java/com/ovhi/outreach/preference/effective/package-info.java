/** What holds for a patient now: resolved, explained, cached and announced. */
@NullMarked
package com.ovhi.outreach.preference.effective;

import org.jspecify.annotations.NullMarked;
