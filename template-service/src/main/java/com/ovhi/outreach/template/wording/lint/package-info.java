/** Finds patient data in texts, however it is written. Linear in the length of the text. */
@NullMarked
package com.ovhi.outreach.template.wording.lint;

import org.jspecify.annotations.NullMarked;
