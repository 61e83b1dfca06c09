/** The patient's own page: what they allow, in their language, behind a link that only they have. */
@NullMarked
package com.ovhi.outreach.preference.page;

import org.jspecify.annotations.NullMarked;
