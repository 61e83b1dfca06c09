@NullMarked
package com.ovhi.outreach.template.organization;

import org.jspecify.annotations.NullMarked;
