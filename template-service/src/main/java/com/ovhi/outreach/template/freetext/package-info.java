/** What staff write themselves, judged before it leaves. */
@NullMarked
package com.ovhi.outreach.template.freetext;

import org.jspecify.annotations.NullMarked;
