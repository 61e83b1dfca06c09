/** Shows staff on their own devices what a template looks like there. No patient has a part in it. */
@NullMarked
package com.ovhi.outreach.template.testsend;

import org.jspecify.annotations.NullMarked;
