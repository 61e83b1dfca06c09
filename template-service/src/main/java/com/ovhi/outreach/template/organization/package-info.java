/** What the organisations of OVHI core have agreed to. */
@NullMarked
package com.ovhi.outreach.template.organization;

import org.jspecify.annotations.NullMarked;
