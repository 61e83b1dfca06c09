/** What pages for patients are made of: texts in their languages, HTML without scripts, limits. */
@NullMarked
package com.ovhi.outreach.preference.page.html;

import org.jspecify.annotations.NullMarked;
