/** What kinds of data there are and which channel may carry them: the disclosure table. */
@NullMarked
package com.ovhi.outreach.template.wording.variables;

import org.jspecify.annotations.NullMarked;
