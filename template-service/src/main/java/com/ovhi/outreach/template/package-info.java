/** Templates: what is said to patients, in which language, with which variables. */
@NullMarked
package com.ovhi.outreach.template;

import org.jspecify.annotations.NullMarked;
