@NullMarked
package com.ovhi.outreach.common.crypto;

import org.jspecify.annotations.NullMarked;
