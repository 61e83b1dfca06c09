@NullMarked
package com.ovhi.outreach.common.provider;

import org.jspecify.annotations.NullMarked;
