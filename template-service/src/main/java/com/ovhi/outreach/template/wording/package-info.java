/** The text of a template and what becomes of it: variables, Mustache, SMS segments, PHI lint. Pure functions. */
@NullMarked
package com.ovhi.outreach.template.wording;

import org.jspecify.annotations.NullMarked;
