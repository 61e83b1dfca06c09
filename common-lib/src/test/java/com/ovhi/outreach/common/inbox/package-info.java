@org.jspecify.annotations.NullMarked
package com.ovhi.outreach.common.inbox;
