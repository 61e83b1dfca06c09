@NullMarked
package com.ovhi.outreach.common.transaction;

import org.jspecify.annotations.NullMarked;
