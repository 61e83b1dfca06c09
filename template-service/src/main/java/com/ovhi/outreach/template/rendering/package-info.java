/** Turns a template and values into one message. */
@NullMarked
package com.ovhi.outreach.template.rendering;

import org.jspecify.annotations.NullMarked;
