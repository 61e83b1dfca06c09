/** RFC 9457 errors and HTTP edges. */
@NullMarked
package com.ovhi.outreach.common.web;

import org.jspecify.annotations.NullMarked;
