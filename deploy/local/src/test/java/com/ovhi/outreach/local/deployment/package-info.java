@NullMarked
package com.ovhi.outreach.local.deployment;

import org.jspecify.annotations.NullMarked;
