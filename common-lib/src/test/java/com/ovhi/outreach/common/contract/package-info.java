@NullMarked
package com.ovhi.outreach.common.contract;

import org.jspecify.annotations.NullMarked;
