@NullMarked
package com.ovhi.outreach.common.security;

import org.jspecify.annotations.NullMarked;
