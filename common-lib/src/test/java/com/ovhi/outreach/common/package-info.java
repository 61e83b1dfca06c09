@NullMarked
package com.ovhi.outreach.common;

import org.jspecify.annotations.NullMarked;
