/** Patient data in types that mask themselves. */
@NullMarked
package com.ovhi.outreach.common.phi;

import org.jspecify.annotations.NullMarked;
