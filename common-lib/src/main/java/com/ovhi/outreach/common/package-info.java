/** What every service of the outreach suite shares and none of them owns. */
@NullMarked
package com.ovhi.outreach.common;

import org.jspecify.annotations.NullMarked;
