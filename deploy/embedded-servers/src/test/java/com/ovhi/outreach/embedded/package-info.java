@NullMarked
package com.ovhi.outreach.embedded;

import org.jspecify.annotations.NullMarked;
