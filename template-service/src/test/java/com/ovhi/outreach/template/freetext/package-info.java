@NullMarked
package com.ovhi.outreach.template.freetext;

import org.jspecify.annotations.NullMarked;
